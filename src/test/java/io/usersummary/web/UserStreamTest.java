package io.usersummary.web;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
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
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(WebOnly.class)
class UserStreamTest {

    private static final int PATIENCE_MILLIS = 20_000;
    private static final String LARGE = "x".repeat(20_000);

    @TestHTTPResource URL url;
    @Inject FakeView service;
    @Inject UserStream stream;

    private final List<Socket> sockets = new ArrayList<>();

    @AfterEach
    void leave() throws IOException {
        service.restoring(false);
        for (Socket socket : sockets) {
            socket.close();
        }
        await().atMost(Duration.ofSeconds(20)).until(stream::watching, is(0));
    }

    @Test
    void thePresentStateComesFirstAndThenEveryChangeOfTheseUsersOnly() throws IOException {
        service.publish(Summary.of("followed", 50, 50));
        BufferedReader reader = follow("userId=followed&userId=also", 0);
        assertEquals(
                "{\"userId\":\"followed\",\"firstSeen\":50,\"lastSeen\":50}", next(reader).data);
        Set<String> ids = new HashSet<>();
        for (int i = 1; i <= 2_000; i++) {
            service.publish(Summary.of("followed", 50, 50 + i), Summary.of("other" + i, 1, 1));
        }
        service.publish(Summary.of("also", 1, 1));
        for (int i = 1; i <= 2_000; i++) {
            Event event = next(reader);
            assertEquals(
                    "{\"userId\":\"followed\",\"firstSeen\":50,\"lastSeen\":%d}".formatted(50 + i),
                    event.data);
            assertTrue(ids.add(event.id), event.id);
        }
        assertEquals("{\"userId\":\"also\",\"firstSeen\":1,\"lastSeen\":1}", next(reader).data);
    }

    @Test
    void whoComesBackWithTheLastIdGetsThePresentStateFirst() throws IOException {
        service.publish(Summary.of("back", 10, 10));
        BufferedReader reader = follow("userId=back", 0);
        assertNotNull(next(reader).id);
        service.publish(Summary.of("back", 10, 11));
        String id = next(reader).id;
        leave();
        service.publish(Summary.of("back", 9, 12));
        BufferedReader again = follow("userId=back", 0, "Last-Event-ID: " + id);
        assertEquals("{\"userId\":\"back\",\"firstSeen\":9,\"lastSeen\":12}", next(again).data);
    }

    @Test
    void aTombstoneIsToldAsSuch() throws IOException {
        service.publish(Summary.of("leaving", 10, 10));
        BufferedReader reader = follow("userId=leaving", 0);
        next(reader);
        service.forget("leaving");
        Event event = next(reader);
        assertEquals("forgotten", event.name);
        assertEquals("{\"userId\":\"leaving\"}", event.data);
    }

    @Test
    void anyIdCanBeFollowed() throws IOException {
        String odd = "a/b c?%\"\u4e16\n";
        service.publish(Summary.of(odd, 1, 2));
        String encoded = java.net.URLEncoder.encode(odd, StandardCharsets.UTF_8);
        Event event = next(follow("userId=" + encoded, 0));
        assertEquals(odd, new io.vertx.core.json.JsonObject(event.data).getString("userId"));
    }

    @Test
    void untilTheTableIsReadBackTheStreamSaysOnlyThat() throws IOException {
        service.restoring(true);
        BufferedReader reader = follow("userId=patient", 0);
        service.publish(Summary.of("patient", 3, 4));
        Event first = next(reader);
        assertEquals("state", first.name);
        assertEquals(
                "{\"state\":\"restoring\",\"restore\":{\"done\":250,\"of\":1000}}", first.data);
        service.restoring(false);
        Event event = next(reader);
        while (event.name.equals("state")) {
            event = next(reader);
        }
        assertEquals("{\"userId\":\"patient\",\"firstSeen\":3,\"lastSeen\":4}", event.data);
    }

    @Test
    void whoIsTooSlowIsToldAndDisconnectedAndFindsTheStateAgain() throws IOException {
        String user = "slow" + LARGE;
        BufferedReader reader = follow("userId=" + user, 4_096);
        await().until(stream::watching, is(1));
        int published = 0;
        while (published < 500) {
            service.publish(Summary.of(user, 1, ++published));
        }
        String newest = "\"lastSeen\":" + published + "}";
        Event last = next(reader);
        for (Event event = last; event != null && !last.data.endsWith(newest); ) {
            last = event;
            event = next(reader);
        }
        assertEquals("too-slow", last.name);
        Event again = next(follow("userId=" + user, 0, "Last-Event-ID: " + last.id));
        assertTrue(again.data.endsWith(newest), again.data);
    }

    @Test
    void whatComesBeforeThePresentStateIsKeptOnlyToTheSameBound() throws IOException {
        String user = "early" + LARGE;
        CountDownLatch latch = new CountDownLatch(1);
        service.holdLookups(latch);
        try {
            BufferedReader reader = follow("userId=" + user, 0);
            await().until(stream::watching, is(1));
            for (int i = 1; i <= 100; i++) {
                service.publish(Summary.of(user, 1, i));
            }
            assertEquals("too-slow", next(reader).name);
        } finally {
            service.holdLookups(null);
            latch.countDown();
        }
    }

    @Test
    void whoNeverReadsIsCutOff() throws IOException {
        String user = "stuck" + LARGE;
        follow("userId=" + user, 4_096);
        await().until(stream::watching, is(1));
        for (int i = 1; i <= 500; i++) {
            service.publish(Summary.of(user, 1, i));
        }
        await().atMost(Duration.ofSeconds(30)).until(stream::watching, is(0));
    }

    @Test
    void moreThanAHundredUsersAreRefused() {
        String query =
                IntStream.range(0, 101)
                        .mapToObj(i -> "userId=u" + i)
                        .collect(Collectors.joining("&"));
        when().get("/api/stream?" + query)
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("detail", containsString("up to 100"));
    }

    @Test
    void theseClientsHaveALimitOfTheirOwn() throws IOException {
        for (int i = 0; i < UserStream.MOST_VIEWERS; i++) {
            follow("userId=limited", 0);
        }
        await().until(stream::watching, is(UserStream.MOST_VIEWERS));
        when().get("/api/stream?userId=limited")
                .then()
                .statusCode(503)
                .header("Retry-After", "10")
                .body("detail", containsString("single users"));
        given().head("/api/stream?userId=limited").then().statusCode(503);
        BufferedReader page = follow("", 0);
        assertTrue(page.readLine().startsWith("HTTP/1.1 200"));
    }

    private record Event(String id, String name, String data) {}

    /** The next event; null at the end of the stream. Comments alone are not waited through. */
    private static Event next(BufferedReader reader) throws IOException {
        long until = System.nanoTime() + Duration.ofMillis(PATIENCE_MILLIS).toNanos();
        String id = null;
        String name = null;
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            if (line.startsWith("id: ")) {
                id = line.substring(4);
            } else if (line.startsWith("event: ")) {
                name = line.substring(7);
            } else if (line.startsWith("data: ")) {
                return new Event(id, name, line.substring(6));
            }
            assertTrue(System.nanoTime() < until, "no event comes");
        }
        return null;
    }

    private BufferedReader follow(String query, int receiveBuffer, String... headers)
            throws IOException {
        Socket socket = new Socket();
        sockets.add(socket);
        if (receiveBuffer > 0) {
            socket.setReceiveBufferSize(receiveBuffer);
        }
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.connect(new InetSocketAddress(url.getHost(), url.getPort()));
        String lines = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
        String head = "GET /api/stream?" + query + " HTTP/1.1\r\nHost: localhost\r\n";
        socket.getOutputStream().write((head + lines + "\r\n").getBytes(StandardCharsets.UTF_8));
        return new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }
}
