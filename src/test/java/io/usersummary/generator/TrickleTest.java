package io.usersummary.generator;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.usersummary.KafkaResource;
import io.usersummary.TestKafka;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The events that go on after the example's nine. */
@QuarkusTest
@TestProfile(TrickleTest.Trickling.class)
class TrickleTest {

    public static class Trickling implements QuarkusTestProfile {
        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(KafkaResource.class));
        }

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "generator.enabled", "true",
                    "generator.interval", "1ms",
                    "generator.trickle", "20ms");
        }
    }

    @Test
    void afterTheNineOneEventComesNowAndThen() {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> TestKafka.records("input_topic").size() >= 30);
        Set<String> keys =
                TestKafka.records("input_topic").stream()
                        .map(event -> new String(event.key(), StandardCharsets.UTF_8))
                        .collect(Collectors.toSet());
        assertTrue(keys.stream().allMatch(key -> key.matches("j\\d{8}")), "" + keys);
        assertTrue(keys.size() > 6, "" + keys);
    }

    @Test
    void theUsersOfTheTrickleAreAFewDozenAndAlwaysTheSame() {
        Set<String> users = users(0);
        assertEquals(36, users.size());
        assertEquals(users, users(1_000_000));
    }

    private static Set<String> users(long from) {
        return LongStream.range(from, from + 2_000)
                .mapToObj(seed -> SampleEvents.trickle(seed, 7))
                .peek(event -> assertEquals(7, event.metadata().timestamp()))
                .map(SampleEvent::userId)
                .collect(Collectors.toSet());
    }
}
