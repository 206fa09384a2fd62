package io.usersummary.bench.data;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import java.util.UUID;

/** Events and summaries in the form of the sample data set. */
public final class SampleEvent {

    private static final String ALPHANUMERIC = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

    private SampleEvent() {}

    /** The id of a user: {@code j} and eight digits, different for every number below 10^8. */
    public static String userId(int number) {
        // 61,803,399 shares no factor with 10^8, so this is a permutation of the eight-digit ids.
        long spread = number * 61_803_399L % 100_000_000;
        return "j" + digits(spread, 8);
    }

    /**
     * One event as JSON.
     *
     * @param timestamp event time in epoch seconds
     */
    public static byte[] json(String userId, long timestamp, SplittableRandom random) {
        return ("{\"userId\":\""
                        + userId
                        + "\",\"visitorId\":\"jas8v"
                        + digits(random.nextInt(100_000), 5)
                        + "\",\"type\":\"Event\",\"metadata\":{\"messageId\":\""
                        + uuid(random)
                        + "\",\"sentAt\":"
                        + timestamp
                        + ",\"timestamp\":"
                        + timestamp
                        + ",\"receivedAt\":0,\"apiKey\":\"apiKey"
                        + random.nextInt(10)
                        + "\",\"spaceId\":\"space"
                        + random.nextInt(10)
                        + "\",\"version\":\"v"
                        + random.nextInt(10)
                        + "\"},\"event\":\"Played Movie\",\"eventData\":{\"MovieID\":\""
                        + movie(random)
                        + "\"}}")
                .getBytes(StandardCharsets.UTF_8);
    }

    /** One summary as JSON; both times in epoch seconds. */
    public static byte[] summary(String userId, long firstSeen, long lastSeen) {
        return ("{\"userId\":\""
                        + userId
                        + "\",\"firstSeen\":"
                        + firstSeen
                        + ",\"lastSeen\":"
                        + lastSeen
                        + "}")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static UUID uuid(SplittableRandom random) {
        long high = random.nextLong() & ~0xF000L | 0x4000L;
        long low = random.nextLong() & ~(0xC0L << 56) | 0x80L << 56;
        return new UUID(high, low);
    }

    private static String movie(SplittableRandom random) {
        StringBuilder id = new StringBuilder(8);
        for (int i = 0; i < 8; i++) {
            id.append(ALPHANUMERIC.charAt(random.nextInt(ALPHANUMERIC.length())));
        }
        return id.toString();
    }

    private static String digits(long number, int width) {
        String text = Long.toString(number);
        return "0".repeat(width - text.length()) + text;
    }
}
