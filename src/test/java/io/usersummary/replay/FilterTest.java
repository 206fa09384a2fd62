package io.usersummary.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FilterTest {

    private static final Letter LETTER = Letters.letter(3, "no text at /user: found nothing", 0);

    @ParameterizedTest
    @CsvSource({
        "'', true",
        "--reason=/user, true",
        "--reason=/userId, false",
        "'--partition=1,3', true",
        "--partition=1, false",
        "--since=1970-01-01T00:00:01Z, true",
        "--since=1970-01-01T01:00:01.001+01:00, false",
        "--until=1970-01-01T00:00:01Z, false",
        "--until=1970-01-01T00:00:01.001Z, true",
        "--partition=3 --reason=else, false"
    })
    void meansTheLettersOfWhichEverythingHolds(String words, boolean means) {
        assertEquals(means, filter(words).sends(LETTER));
    }

    private static Filter filter(String words) {
        return Filter.of(Stream.of(words.split(" ")).filter(word -> !word.isEmpty()).toList());
    }

    @Test
    void meansALetterThatCameBackOnlyIfThatIsAskedFor() {
        Letter back = Letters.letter(3, "reason", 1);
        assertEquals(false, filter("").sends(back));
        assertEquals(true, filter("--again").sends(back));
    }

    @Test
    void isReadAgainFromItsWords() {
        Filter filter =
                Filter.of(
                        List.of(
                                "--reason=no text at /a: found nothing",
                                "--since=2026-11-24T08:00:00+01:00",
                                "--until=2026-11-24T08:00:00Z",
                                "--partition=3,1",
                                "--again"));
        assertEquals(filter, Filter.of(filter.words()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--since=yesterday", "--partition=a", "--partition=", "all"})
    void saysWhichWordIsWrong(String word) {
        String message =
                assertThrows(IllegalArgumentException.class, () -> Filter.of(List.of(word)))
                        .getMessage();
        assertTrue(message.contains(word), message);
    }
}
