package io.usersummary.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** What a reader has read before must not matter: a new one is the judge. */
class EventReaderOfManyTest {

    private static final int DOCUMENTS = 40;
    private static final byte[] NOISE = "{}[]:,\"\\01-.eEtfn ~/ab\u0001".getBytes(UTF_8);

    @Property(tries = 5_000)
    void readsEachDocumentAsIfItWereTheFirst(@ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        RandomEvents events = new RandomEvents(random);
        EventShape shape = events.shape();
        List<byte[]> kinds = new ArrayList<>(List.of(events.document(shape)));
        EventReader reader = new EventReader(shape);
        for (int i = 0; i < DOCUMENTS; i++) {
            if (random.nextInt(8) == 0) {
                kinds.add(events.document(shape));
            }
            byte[] document = alike(kinds.get(random.nextInt(kinds.size())), random);
            assertEquals(
                    Read.of(new EventReader(shape), null, document, -1),
                    Read.of(reader, null, document, -1),
                    () -> "%s of %s".formatted(shape, new String(document, UTF_8)));
        }
    }

    /** The same, or with a byte or two that differ, or cut. */
    private static byte[] alike(byte[] document, SplittableRandom random) {
        byte[] bytes = document.clone();
        for (int i = random.nextInt(-2, 3); i > 0; i--) {
            bytes[random.nextInt(bytes.length)] = NOISE[random.nextInt(NOISE.length)];
        }
        if (random.nextInt(10) == 0) {
            return Arrays.copyOf(bytes, random.nextInt(1, bytes.length + 1));
        }
        return bytes;
    }

    @Test
    void takesManyMembersAndLongNames() {
        EventReader reader = new EventReader(EventShape.EXAMPLE);
        StringBuilder before = new StringBuilder();
        for (int i = 0; i < 200; i++) {
            before.append("\"").append("n".repeat(i)).append("\":").append(i).append(",");
        }
        String event = "{%s\"userId\":\"ada\",\"metadata\":{%s\"timestamp\":%d}}";
        for (int second = 1; second < 20; second++) {
            byte[] document = event.formatted(before, before, second).getBytes(UTF_8);
            assertEquals(new Read("ada", second, null), Read.of(reader, null, document, -1));
        }
    }
}
