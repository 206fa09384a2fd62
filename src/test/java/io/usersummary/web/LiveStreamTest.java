package io.usersummary.web;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.usersummary.summary.Summary;
import jakarta.inject.Inject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(WebOnly.class)
class LiveStreamTest {

    private static final String LARGE = "x".repeat(30_000);

    @TestHTTPResource URL url;
    @Inject FakeView service;
    @Inject LiveStream stream;

    private final List<Socket> sockets = new ArrayList<>();

    @AfterEach
    void leave() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
        await().atMost(Duration.ofSeconds(10)).until(stream::watching, is(0));
    }

    @Test
    void aSummaryIsSentWhenItIsPublished() throws IOException {
        BufferedReader reader = watch(0);
        await().until(stream::watching, is(1));
        service.publish(Summary.of("j1", 5, 7));
        readUntil(reader, "event: summary");
        assertEquals("data: {\"userId\":\"j1\",\"firstSeen\":5,\"lastSeen\":7}", reader.readLine());
    }

    @Test
    void statsAreTheHeartbeatEvenWhileTheBrokerIsAway() throws IOException {
        BufferedReader reader = watch(0);
        readUntil(reader, "event: stats");
        readUntil(reader, "event: stats");
        assertTrue(reader.readLine().contains("\"state\":\"broker away\""));
    }

    @Test
    void ofAFloodOnlyASampleIsSent() throws IOException {
        BufferedReader reader = watch(0);
        await().until(stream::watching, is(1));
        Summary[] flood = new Summary[10_000];
        for (int i = 0; i < flood.length; i++) {
            flood[i] = Summary.of("flood" + i, i, i);
        }
        service.publish(flood);
        int sent = 0;
        String line = reader.readLine();
        while (!line.equals("event: stats") || sent == 0) {
            sent += line.equals("event: summary") ? 1 : 0;
            line = reader.readLine();
        }
        assertTrue(sent <= 100, sent + " sent");
    }

    /** A frame is written while another browser of the same connection comes in. */
    @Test
    void viewersOfOneConnectionDoNotLockEachOtherOut() throws InterruptedException {
        HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + "api/stream")).build();
        AtomicBoolean over = new AtomicBoolean();
        Thread ticks =
                new Thread(
                        () -> {
                            while (!over.get()) {
                                service.publish(Summary.of("user", 1, 2));
                                stream.tick();
                                LockSupport.parkNanos(5_000_000);
                            }
                        });
        ticks.setDaemon(true);
        List<Stream<String>> viewers = new ArrayList<>();
        ExecutorService readers = Executors.newCachedThreadPool();
        try {
            for (int i = 0; i < LiveStream.MOST_WATCHERS; i++) {
                Stream<String> viewer =
                        client.sendAsync(request, HttpResponse.BodyHandlers.ofLines())
                                .orTimeout(20, TimeUnit.SECONDS)
                                .join()
                                .body();
                viewers.add(viewer);
                readers.submit(() -> viewer.forEach(line -> {}));
                if (i == 0) {
                    ticks.start();
                }
            }
        } finally {
            over.set(true);
            viewers.forEach(Stream::close);
            readers.shutdownNow();
        }
        ticks.join(Duration.ofSeconds(20).toMillis());
        assertFalse(ticks.isAlive());
    }

    @Test
    void theTopicsAreReadOnlyWhileSomebodyWatches() throws IOException {
        watch(0);
        watch(0);
        await().until(stream::watching, is(2));
        await().until(LiveStreamTest::tails, is(1L));
        leave();
        await().atMost(Duration.ofSeconds(20)).until(LiveStreamTest::tails, is(0L));
    }

    @Test
    void aClientThatStallsIsLetGoAndHoldsUpNobody() throws IOException {
        BufferedReader healthy = watch(0);
        watch(4_096);
        await().until(stream::watching, is(2));
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (stream.watching() == 2 && System.nanoTime() < deadline) {
            for (int i = 0; i < 20; i++) {
                service.publish(Summary.of(i + LARGE, 1, 2));
            }
            readUntil(healthy, "event: summary");
        }
        assertEquals(1, stream.watching());
        // Of many records at a time some are left out: it may have to be published more than once.
        long limit = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        service.publish(Summary.of("still-here", 1, 2));
        String line = healthy.readLine();
        while (!line.contains("still-here")) {
            assertTrue(System.nanoTime() < limit, "the healthy client is shown nothing more");
            if (line.equals("event: stats")) {
                service.publish(Summary.of("still-here", 1, 2));
            }
            line = healthy.readLine();
        }
    }

    private BufferedReader watch(int receiveBuffer) throws IOException {
        Socket socket = new Socket();
        sockets.add(socket);
        if (receiveBuffer > 0) {
            socket.setReceiveBufferSize(receiveBuffer);
        }
        socket.setSoTimeout(20_000);
        socket.connect(new InetSocketAddress(url.getHost(), url.getPort()));
        socket.getOutputStream()
                .write(
                        "GET /api/stream HTTP/1.1\r\nHost: localhost\r\n\r\n"
                                .getBytes(StandardCharsets.UTF_8));
        return new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    private static void readUntil(BufferedReader reader, String wanted) throws IOException {
        long limit = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        String line = reader.readLine();
        while (!line.equals(wanted)) {
            assertTrue(System.nanoTime() < limit, "the heartbeat alone");
            line = reader.readLine();
        }
    }

    private static long tails() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("dashboard-tail"))
                .count();
    }
}
