package io.usersummary.connector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteBufferDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.junit.jupiter.api.Test;

class PollBudgetTest {

    private final PollBudget budget = new PollBudget(1_000);
    private final Deserializer<ByteBuffer> keys = budget.keys(new ByteBufferDeserializer());
    private final Deserializer<ByteBuffer> values = budget.values(new ByteBufferDeserializer());

    private static void read(Deserializer<ByteBuffer> part, int size) {
        ByteBuffer bytes = ByteBuffer.allocate(size);
        assertEquals(size, part.deserialize("topic", new RecordHeaders(), bytes).remaining());
    }

    @Test
    void pollEndsBeforeTheFirstRecordThatComesWhenItsBytesAreUsed() {
        budget.begin();
        read(values, 500);
        read(values, 500);
        assertThrows(SerializationException.class, () -> read(values, 1));
        assertThrows(SerializationException.class, () -> read(keys, 1));
        budget.begin();
        read(values, 1);
    }

    @Test
    void firstRecordPassesWhateverItsSizeWithItsKey() {
        budget.begin();
        read(keys, 2_000);
        read(values, 20 << 20);
        assertThrows(SerializationException.class, () -> read(keys, 1));
    }

    @Test
    void keysCountWhereThereAreNoValues() {
        budget.begin();
        read(keys, 2_000);
        assertThrows(SerializationException.class, () -> read(keys, 1));
    }

    @Test
    void recordThatIsLargerThanAnyMayBeIsRefusedAsThat() {
        budget.begin();
        read(keys, 20 << 20);
        assertThrows(PollBudget.TooLargeException.class, () -> read(values, 13 << 20));
    }

    @Test
    void countsWhatTheRecordsOfThePollTakeWithKeysAndHeaders() {
        budget.begin();
        read(keys, 20);
        read(values, 100);
        assertEquals(2 * 128 + 120, budget.used());
        Headers headers = new RecordHeaders().add("trace", new byte[7]).add("none", null);
        values.deserialize("topic", headers, ByteBuffer.allocate(1));
        assertEquals(3 * 128 + 121 + 5 + 7 + 4, budget.used());
        budget.begin();
        assertEquals(0, budget.used());
    }

    @Test
    void pollGoesOnAsLongAsOneByteOfItsBudgetIsLeft() {
        budget.begin();
        read(values, 1_000 - 128 - 1);
        read(values, 1);
        budget.begin();
        read(values, 1_000 - 128);
        assertThrows(SerializationException.class, () -> read(values, 1));
    }

    @Test
    void theLargestRecordThereMayBeIsRead() {
        budget.begin();
        read(values, PollBudget.LARGEST_RECORD - 128);
        budget.begin();
        assertThrows(
                PollBudget.TooLargeException.class,
                () -> read(values, PollBudget.LARGEST_RECORD - 127));
    }
}
