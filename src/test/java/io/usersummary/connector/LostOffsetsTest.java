package io.usersummary.connector;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class LostOffsetsTest {

    private static LostOffsets lost(boolean steppedOver) {
        return new LostOffsets("events", new TopicPartition("input", 1), 20, 1_522, steppedOver);
    }

    @Test
    void saysHowManyWhereAndWhy() {
        assertEquals(1_502, lost(false).count());
        assertEquals(
                "1,502 offsets of input-1, from 20 to 1521, were deleted before they were read",
                lost(false).toString());
        assertEquals(
                "1,502 offsets of input-1, from 20 to 1521, were unreadable and stepped over",
                lost(true).toString());
    }
}
