package io.usersummary.connector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smallrye.reactive.messaging.health.HealthReport.ChannelInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.DisconnectException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ChannelHealthTest {

    private final List<LostOffsets> lost = new ArrayList<>();
    private final ChannelHealth health = new ChannelHealth("events", lost::add);

    private final Logger logger = Logger.getLogger(ChannelHealth.class.getName());
    private final List<Level> lines = new ArrayList<>();
    private final Handler handler =
            new Handler() {
                @Override
                public void publish(LogRecord line) {
                    lines.add(line.getLevel());
                }

                @Override
                public void flush() {}

                @Override
                public void close() {}
            };

    @BeforeEach
    void listen() {
        logger.addHandler(handler);
    }

    @AfterEach
    void stopListening() {
        logger.removeHandler(handler);
    }

    /** How many lines there were since the last time. */
    private int lines() {
        int count = lines.size();
        lines.clear();
        return count;
    }

    private String readiness() {
        ChannelInfo said = Reported.readinessWithData(health);
        return (said.isOk() ? "UP " : "DOWN ") + said.getMessage();
    }

    private boolean live() {
        return Reported.live(health);
    }

    @Test
    void saysEachCauseOnceAndThatItIsOver() {
        health.retrying(new TimeoutException("no leader"));
        assertEquals("DOWN no leader", readiness());
        assertTrue(health.isRetrying());
        assertEquals(1, lines());
        health.retrying(new TimeoutException("no leader of another one"));
        assertEquals("DOWN no leader of another one", readiness());
        assertEquals(0, lines());
        health.retrying(new KafkaException("in vain", new DisconnectException("gone")));
        assertEquals("DOWN in vain: gone", readiness());
        assertEquals(1, lines());
        health.healthy();
        assertEquals("UP null", readiness());
        assertFalse(health.isRetrying());
        assertEquals(1, lines());
        health.healthy();
        assertEquals(0, lines());
    }

    @Test
    void saysWhichPartitionsCannotBeReadWheneverThatChanges() {
        health.unreadable("");
        assertEquals(0, lines());
        health.unreadable("one");
        assertEquals("DOWN one", readiness());
        assertEquals(1, lines());
        health.unreadable("one");
        assertEquals(0, lines());
        health.unreadable("one; other");
        assertEquals("DOWN one; other", readiness());
        assertEquals(1, lines());
        health.unreadable("");
        assertEquals("UP null", readiness());
        assertEquals(1, lines());
    }

    @Test
    void momentWithoutAPlaceInTheGroupIsNothingToSpeakOf() {
        health.notEstablished("no member");
        assertEquals("DOWN no member", readiness());
        health.healthy();
        health.notEstablished("no member");
        assertEquals("UP null", readiness());
    }

    @Test
    void whatIsLostIsToldAndStaysInTheDataOfAReadyChannel() {
        TopicPartition partition = new TopicPartition("input", 0);
        health.lost(partition, 3, 5);
        health.steppedOver(partition, 7, 8);
        assertEquals(
                List.of(
                        new LostOffsets("events", partition, 3, 5, false),
                        new LostOffsets("events", partition, 7, 8, true)),
                lost);
        assertEquals("UP " + lost.get(1), readiness());
        assertEquals(2, lines());
    }

    @Test
    void faultOfOurOwnIsNotLiveAndStaysWhateverWorksAgain() {
        assertTrue(live());
        health.failed(new IllegalStateException("a fault of our own"));
        health.healthy();
        assertFalse(live());
        assertEquals("DOWN a fault of our own", readiness());
    }
}
