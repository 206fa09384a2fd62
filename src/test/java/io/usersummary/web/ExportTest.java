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
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Exports that are large, to clients that read slowly, or no longer. */
@QuarkusTest
@TestProfile(WebOnly.class)
class ExportTest {

    private static final int USERS = 150_000;
    private static final String ENDED = "\r\n0\r\n\r\n";

    @TestHTTPResource URL url;
    @Inject FakeView service;
    @Inject Exports exports;

    private final List<Socket> sockets = new ArrayList<>();

    @BeforeEach
    void publish() {
        if (service.find("export0").isEmpty()) {
            service.publish(
                    IntStream.range(0, USERS)
                            .mapToObj(i -> Summary.of("export" + i, i, 2L * i))
                            .toArray(Summary[]::new));
        }
    }

    @AfterEach
    void leave() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
        await().atMost(Duration.ofSeconds(10)).until(exports::running, is(0));
    }

    @Test
    void aWholeExportEndsAsHttpSays() throws IOException {
        String answer = rest(ask("Connection: close"));
        assertTrue(answer.endsWith(ENDED), "the last chunk");
        assertEquals(USERS, answer.split("\"userId\":\"export", -1).length - 1);
    }

    @Test
    void anExportWaitsForASlowClientAndEndsWhenItGoes() throws IOException {
        Socket socket = ask();
        socket.getInputStream().readNBytes(1_000);
        await().until(exports::running, is(1));
        socket.close();
        await().atMost(Duration.ofSeconds(10)).until(exports::running, is(0));
    }

    @Test
    void whoTakesNothingForLongIsCutOffAndCanTell() throws IOException {
        Socket socket = ask();
        socket.getInputStream().readNBytes(1_000);
        await().until(exports::running, is(1));
        await().atMost(Duration.ofSeconds(45)).until(exports::running, is(0));
        assertFalse(restUntilCut(socket).endsWith(ENDED));
    }

    @Test
    void noMoreThanAFewRunAtOnce() throws IOException {
        for (int i = 0; i < Exports.MOST_EXPORTS; i++) {
            ask().getInputStream().readNBytes(100);
        }
        String answer = rest(ask("Connection: close"));
        assertTrue(answer.startsWith("HTTP/1.1 503"), answer);
        assertTrue(answer.toLowerCase().contains("retry-after: 10"), answer);
    }

    private Socket ask(String... headers) throws IOException {
        Socket socket = new Socket();
        sockets.add(socket);
        socket.setReceiveBufferSize(4_096);
        socket.setSoTimeout(20_000);
        socket.connect(
                new java.net.InetSocketAddress(InetAddress.getLoopbackAddress(), url.getPort()));
        String more = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
        socket.getOutputStream()
                .write(
                        ("GET /api/summaries?prefix=export HTTP/1.1\r\nHost: localhost\r\n"
                                        + "Accept: application/x-ndjson\r\n"
                                        + more
                                        + "\r\n")
                                .getBytes(StandardCharsets.UTF_8));
        return socket;
    }

    private static String rest(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    /** What is left in the socket; a reset ends it as well as an end does. */
    private static String restUntilCut(Socket socket) {
        StringBuilder rest = new StringBuilder();
        byte[] some = new byte[64 * 1024];
        try {
            for (int n = 0; n >= 0; n = socket.getInputStream().read(some)) {
                rest.append(new String(some, 0, n, StandardCharsets.UTF_8));
            }
        } catch (IOException reset) {
            // Cut.
        }
        return rest.toString();
    }
}
