package io.usersummary.streams;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.usersummary.summary.Seen;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.utils.Bytes;
import org.junit.jupiter.api.Test;

/** What is published of what was learned, between what is read back. */
class LearnedTest {

    private static final Bytes ADA = Bytes.wrap("ada".getBytes(UTF_8));

    private final Learned learned = new Learned();
    private final Map<Bytes, Seen> table = new HashMap<>();

    private Map<Bytes, Seen> published() {
        Map<Bytes, Seen> published = new HashMap<>();
        learned.publish(table::get, published::put);
        return published;
    }

    @Test
    void whatIsOnItsWayIsNotPublishedAgain() {
        learned.learn(ADA, new Seen(1, 9));
        assertEquals(Map.of(ADA, new Seen(1, 9)), published());
        learned.learn(ADA, new Seen(4, 4));
        assertEquals(Map.of(), published());
    }

    @Test
    void whatGoesBeyondWhatIsOnItsWayIsPublishedTogetherWithIt() {
        learned.learn(ADA, new Seen(4, 4));
        published();
        learned.learn(ADA, new Seen(9, 9));
        assertEquals(Map.of(ADA, new Seen(4, 9)), published());
    }

    @Test
    void whoReadsItBackForgetsThatItWasOnItsWay() {
        learned.learn(ADA, new Seen(1, 9));
        published();
        learned.read(ADA, new Seen(1, 9));
        learned.learn(ADA, new Seen(4, 4));
        assertEquals(Map.of(ADA, new Seen(4, 4)), published());
    }

    @Test
    void aTombstoneTakesAwayWhatIsHeldAndWhatIsOnItsWay() {
        learned.learn(ADA, new Seen(1, 9));
        learned.forget(ADA);
        assertEquals(Map.of(), published());
        learned.learn(ADA, new Seen(1, 9));
        published();
        learned.forget(ADA);
        learned.learn(ADA, new Seen(5, 5));
        assertEquals(Map.of(ADA, new Seen(5, 5)), published());
    }

    @Test
    void whatIsOwedIsPublishedThoughTheTableHasItUnlessItIsOnItsWay() {
        table.put(ADA, new Seen(1, 9));
        learned.owe(ADA, new Seen(1, 9));
        assertEquals(Map.of(ADA, new Seen(1, 9)), published());
        learned.owe(ADA, new Seen(1, 9));
        assertEquals(Map.of(), published());
    }
}
