package io.usersummary.generator;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.stream.Stream;

/** Makes the example's data set, one round at a time. A pure function of its arguments. */
final class SampleEvents {
    private static final String ALPHANUMERICS =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    private static final int TRICKLE_USERS = 36;

    private final SplittableRandom random;
    private final long now;

    private SampleEvents(long seed, long round, long now) {
        // Seeds and rounds are often small neighbours: an own generator for each seed, advanced by
        // the round, keeps round n of one seed from being round n - 1 of the next.
        this.random = new SplittableRandom(new SplittableRandom(seed).nextLong() + round);
        this.now = now;
    }

    /**
     * The events of one round. Each user has its events at different timestamps, and the users'
     * events are interleaved: the first of every user, then the second of every user, and so on.
     *
     * @param seed with the same seed and round everything is the same, but for {@code now}
     * @param round from 0
     * @param users how many users, from 1
     * @param eventsPerUser how many events each, from 1 to 10,000
     * @param now epoch seconds that timestamps start from
     */
    public static List<SampleEvent> round(
            long seed, long round, int users, int eventsPerUser, long now) {
        return new SampleEvents(seed, round, now).events(users, eventsPerUser);
    }

    /**
     * One event of the trickle, of one of a few dozen users who are always the same.
     *
     * @param seed with the same one everything is the same, but for {@code now}
     * @param now epoch seconds, the event's timestamp
     */
    public static SampleEvent trickle(long seed, long now) {
        SampleEvents events = new SampleEvents(seed, 0, now);
        int user = events.random.nextInt(TRICKLE_USERS);
        SampleEvents regulars = new SampleEvents(0, user, now);
        return events.event("j" + regulars.digits(8), now);
    }

    private List<SampleEvent> events(int users, int eventsPerUser) {
        List<String> userIds =
                Stream.generate(() -> "j" + digits(8)).distinct().limit(users).toList();
        List<List<Integer>> offsets =
                userIds.stream().map(user -> differentOffsets(eventsPerUser)).toList();
        List<SampleEvent> events = new ArrayList<>(users * eventsPerUser);
        for (int i = 0; i < eventsPerUser; i++) {
            for (int user = 0; user < users; user++) {
                events.add(event(userIds.get(user), now + offsets.get(user).get(i)));
            }
        }
        return events;
    }

    private List<Integer> differentOffsets(int count) {
        return random.ints(0, 10_000).distinct().limit(count).boxed().toList();
    }

    private SampleEvent event(String userId, long timestamp) {
        return new SampleEvent(
                userId,
                "jas8v" + digits(5),
                "Event",
                new SampleEvent.Metadata(
                        uuid(),
                        timestamp,
                        timestamp,
                        0,
                        "apiKey" + digits(1),
                        "space" + digits(1),
                        "v" + digits(1)),
                "Played Movie",
                new SampleEvent.EventData(characters(8, ALPHANUMERICS)));
    }

    private String uuid() {
        long high = random.nextLong() & ~0xF000L | 0x4000L;
        long low = random.nextLong() >>> 2 | 0x8000_0000_0000_0000L;
        return new UUID(high, low).toString();
    }

    private String digits(int count) {
        return characters(count, "0123456789");
    }

    private String characters(int count, String alphabet) {
        StringBuilder text = new StringBuilder(count);
        for (int i = 0; i < count; i++) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }
}
