package io.usersummary.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class RecordWindowTest {

    private final RecordWindow window = new RecordWindow();

    @Test
    void theRareDeadLetterStaysWhileEventsComeAndGo() {
        window.add(record("letters", 0));
        window.drain();
        for (int i = 0; i < 1_000; i++) {
            window.add(record("events", i));
            window.drain();
        }
        List<TailRecord> shown = window.shown();
        assertTrue(shown.contains(record("letters", 0)), "the letter");
        assertTrue(shown.contains(record("events", 999)), "the newest event");
        assertEquals(1 + RecordWindow.SHOWN_A_TOPIC, shown.size());
    }

    private static TailRecord record(String topic, long offset) {
        return new TailRecord(topic, 0, offset, 0, null, "{}", List.of(), 2, null);
    }
}
