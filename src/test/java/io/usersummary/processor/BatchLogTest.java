package io.usersummary.processor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** UserIds in a log. */
class BatchLogTest {

    @Test
    void anIdOfOthersBreaksNoLineAndDoesNotGoOnForEver() {
        assertEquals("a?b?", BatchLog.printable("a\nb\u001b"));
        assertEquals("x".repeat(64), BatchLog.printable("x".repeat(64)));
        assertEquals("x".repeat(64) + "...", BatchLog.printable("x".repeat(65)));
    }
}
