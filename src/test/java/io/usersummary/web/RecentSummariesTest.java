package io.usersummary.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.usersummary.summary.Summary;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RecentSummariesTest {

    private final RecentSummaries recent = new RecentSummaries(new Enabled());

    @Test
    void theNewestOfEachUserComesFirst() {
        publish("a", 1);
        publish("b", 2);
        publish("a", 3);
        assertEquals(
                List.of(new UserSummary("a", 3, 3), new UserSummary("b", 2, 2)),
                recent.since(0, 10));
        long position = recent.position();
        publish("c", 4);
        assertEquals(List.of(new UserSummary("c", 4, 4)), recent.since(position, 10));
        assertEquals(List.of(), recent.since(recent.position(), 10));
    }

    @Test
    void onlySoManyAreKept() {
        for (int i = 0; i < RecentSummaries.WINDOW + 10; i++) {
            publish("user" + i, i);
        }
        List<UserSummary> all = recent.since(0, Integer.MAX_VALUE);
        assertEquals(RecentSummaries.WINDOW, all.size());
        assertEquals("user10", all.get(all.size() - 1).userId());
    }

    @Test
    void longIdsAreKeptOnlyToABoundOfBytes() {
        String tail = "x".repeat(32_000);
        for (int i = 0; i < 1_000; i++) {
            publish(i + tail, i);
        }
        List<UserSummary> all = recent.since(0, Integer.MAX_VALUE);
        assertEquals("999" + tail, all.get(0).userId());
        long bytes = all.stream().mapToLong(user -> user.userId().length()).sum();
        assertTrue(bytes <= RecentSummaries.MOST_BYTES, bytes + " bytes");
        assertTrue(bytes > RecentSummaries.MOST_BYTES - 33_000, bytes + " bytes");
    }

    private void publish(String userId, long seen) {
        recent.published(List.of(Summary.of(userId, seen, seen)));
    }

    private static final class Enabled implements DashboardSettings {
        @Override
        public Optional<Set<String>> allowedHosts() {
            return Optional.empty();
        }

        @Override
        public OptionalInt operationsPort() {
            return OptionalInt.empty();
        }

        @Override
        public boolean enabled() {
            return true;
        }

        @Override
        public boolean isPublic() {
            return false;
        }

        @Override
        public Optional<String> username() {
            return Optional.empty();
        }

        @Override
        public Optional<String> password() {
            return Optional.empty();
        }
    }
}
