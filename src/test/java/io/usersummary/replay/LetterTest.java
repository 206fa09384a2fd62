package io.usersummary.replay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class LetterTest {

    private static List<String> headers(ProducerRecord<byte[], byte[]> record) {
        return Arrays.stream(record.headers().toArray()).map(LetterTest::text).toList();
    }

    private static String text(Header header) {
        return header.key()
                + "="
                + (header.value() == null ? null : new String(header.value(), UTF_8));
    }

    @Test
    void goesBackAsItWasButForTheCountOfItsReturns() {
        RecordHeaders headers = new RecordHeaders();
        headers.add("trace", null);
        Letters.add(headers, "dead-letter-reason", "of another queue that it was in before");
        Letters.add(headers, "trace", "2");
        Letters.note(headers, "reason");
        Letter letter = Letter.of(Letters.record(0, headers)).orElseThrow();
        assertEquals("reason", letter.reason());
        ProducerRecord<byte[], byte[]> back = letter.back(4);
        assertEquals(
                List.of(
                        "trace=null",
                        "dead-letter-reason=of another queue that it was in before",
                        "trace=2",
                        "dead-letter-returns=1"),
                headers(back));
        assertEquals("input_topic", back.topic());
        assertEquals(3, back.partition());
        assertEquals(5_000L, back.timestamp());
        assertEquals("k", new String(back.key(), UTF_8));
        assertEquals("v", new String(back.value(), UTF_8));
    }

    @Test
    void countsItsReturns() {
        Letter letter = Letters.letter(0, "reason", 1);
        assertEquals(1, letter.returns());
        assertEquals(List.of("trace=\u0001", "dead-letter-returns=2"), headers(letter.back(4)));
    }

    @Test
    void goesWhereItsKeyLeadsIfItsPartitionIsGone() {
        assertEquals(null, Letters.letter(0, "reason", 0).back(3).partition());
    }

    @Test
    void isCutIfTheServiceSaysSoButNotIfSomebodyElseSaidSoBefore() {
        RecordHeaders headers = new RecordHeaders();
        Letters.add(headers, "dead-letter-value-size", "100");
        Letters.note(headers, "reason");
        assertFalse(Letter.of(Letters.record(0, headers)).orElseThrow().cut());
        Letters.add(headers, "dead-letter-value-size", "100");
        assertTrue(Letter.of(Letters.record(0, headers)).orElseThrow().cut());
    }

    @Test
    void isNoneWithoutTheNotesOfTheService() {
        RecordHeaders headers = new RecordHeaders();
        assertTrue(Letter.of(Letters.record(0, headers)).isEmpty());
        Letters.add(headers, "dead-letter-reason", "of another queue");
        assertTrue(Letter.of(Letters.record(0, headers)).isEmpty());
        Letters.add(headers, "dead-letter-topic", "input_topic");
        Letters.add(headers, "dead-letter-partition", "x");
        Letters.add(headers, "dead-letter-offset", "7");
        assertTrue(Letter.of(Letters.record(0, headers)).isEmpty());
    }
}
