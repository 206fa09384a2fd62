package io.usersummary.json;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole numbers of any length, of which those are read that a long has. */
class IntegersTest {

    private static long read(String digits) {
        byte[] among = ("77" + digits + "77").getBytes(US_ASCII);
        return Integers.read(among, 2, among.length - 2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-0",
                "7",
                "-7",
                "1234567",
                "12345678",
                "-12345678",
                "123456789",
                "1234567890123456",
                "12345678901234567",
                "123456789012345678",
                "-999999999999999999",
                "1000000000000000000",
                "-1000000000000000000",
                "9223372036854775800",
                "9223372036854775807",
                "-9223372036854775807",
                "0000000000000000000000000000000000042"
            })
    void aNumberOfAnyLengthThatFitsIsRead(String digits) {
        assertEquals(Long.parseLong(digits), read(digits));
    }

    /** The least of all is the word for "does not fit", as no user was seen then. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "9223372036854775808",
                "-9223372036854775808",
                "9223372036854775810",
                "9999999999999999999",
                "-9999999999999999999",
                "10000000000000000000",
                "18446744073709551617",
                "100000000000000000000000000000000000000000"
            })
    void oneThatDoesNotFitIsOutOfRange(String digits) {
        assertEquals(Integers.OUT_OF_RANGE, read(digits));
    }
}
