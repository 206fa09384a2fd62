package io.usersummary.connector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class RenewedProducerTest {

    private final List<MockProducer<byte[], byte[]>> made = new ArrayList<>();
    private final RenewedProducer producer =
            new RenewedProducer(
                    () -> {
                        made.add(
                                new MockProducer<>(
                                        true,
                                        null,
                                        new ByteArraySerializer(),
                                        new ByteArraySerializer()));
                        return made.get(made.size() - 1);
                    });

    /** Lets go of it, and tells how many seconds there is to be none, rounded. */
    private long discarded() {
        producer.discard();
        return Math.round(producer.pause().toNanos() / 1e9);
    }

    @Test
    void isMadeOnceAndLetGoOfBeforeTheNextIsMade() {
        assertEquals(Duration.ZERO, producer.pause());
        Producer<byte[], byte[]> first = producer.get();
        assertSame(first, producer.get());
        assertEquals(Duration.ZERO, producer.pause());
        producer.discard(first);
        assertTrue(made.get(0).closed());
        Producer<byte[], byte[]> second = producer.get();
        producer.discard(first);
        assertFalse(made.get(1).closed());
        assertSame(second, producer.get());
    }

    @Test
    void isMadeTheMoreSeldomTheMoreWereOfNoUseAndAtOnceAgainWhenOneWrites() {
        List<Long> pauses = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            pauses.add(discarded());
        }
        assertEquals(List.of(1L, 2L, 4L, 8L, 10L, 10L, 10L), pauses);
        producer.works();
        assertEquals(1, discarded());
    }

    @Test
    void isLetGoOfWithoutAPauseWhenItIsClosed() {
        producer.get();
        producer.close(Duration.ZERO);
        assertTrue(made.get(0).closed());
        assertEquals(Duration.ZERO, producer.pause());
        producer.close(Duration.ZERO);
    }
}
