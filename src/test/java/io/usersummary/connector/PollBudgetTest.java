package io.usersummary.connector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import org.apache.kafka.common.errors.SerializationException;
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
}
