package io.usersummary.streams;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.usersummary.PackagedApp;
import io.usersummary.dev.Ports;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Look-ups of users that another instance has. */
class NeighboursIT extends EngineScene {

    @Test
    void withoutAddressesALookUpOfAnothersUserIsUnavailable() throws Exception {
        createInput();
        feed(300);
        try (PackagedApp one = start("one");
                PackagedApp two = start("two")) {
            awaitReady(one);
            awaitReady(two);
            awaitExact();
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertEquals(Set.of(200, 503), lookUpAll(one)));
        }
    }

    private Set<Integer> lookUpAll(PackagedApp app) throws Exception {
        Set<Integer> statuses = new TreeSet<>();
        for (String user : seen.keySet()) {
            statuses.add(app.get("/api/summaries/" + user).statusCode());
        }
        return statuses;
    }

    @Test
    void anotherInstanceIsAskedForUsersOfItsPartitions() throws Exception {
        createInput();
        feed(300);
        int[] ports = {Ports.free(), Ports.free()};
        try (PackagedApp one = start("one", at(ports[0]));
                PackagedApp two = start("two", at(ports[1]))) {
            awaitReady(one);
            awaitReady(two);
            awaitExact();
            for (PackagedApp app : List.of(one, two)) {
                await().atMost(PATIENCE)
                        .untilAsserted(
                                () -> {
                                    for (Map.Entry<String, String> user : expected().entrySet()) {
                                        HttpResponse<String> answer =
                                                app.get("/api/summaries/" + user.getKey());
                                        assertEquals(user.getValue(), answer.body());
                                    }
                                });
            }
        }
    }

    private static String[] at(int port) {
        return new String[] {
            "quarkus.http.port=" + port, "kafka-streams.application.server=localhost:" + port
        };
    }
}
