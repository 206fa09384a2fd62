package io.usersummary.summary;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.usersummary.json.Span;
import io.usersummary.json.UnreadableException;
import java.io.IOException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SummaryFormatTest {

    private static final ObjectMapper STRICT =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final SummaryReader reader = new SummaryReader();

    @Test
    void writesThreeMembersInOrderWithoutWhiteSpace() {
        byte[] written =
                SummaryWriter.json(Summary.of("j11288090", 1_534_382_478L, 1_534_386_588L));
        assertEquals(
                "{\"userId\":\"j11288090\",\"firstSeen\":1534382478,\"lastSeen\":1534386588}",
                new String(written, UTF_8));
    }

    @Property
    void isReadBackAsItWasWrittenByItselfAndByJackson(
            @ForAll @StringLength(max = 300) String text,
            @ForAll @LongRange(max = SummaryTable.MAX_TIME / 2) long first,
            @ForAll @LongRange(max = SummaryTable.MAX_TIME / 2) long more)
            throws Exception {
        Summary summary = Summary.of(text, first, first + more);
        byte[] written = SummaryWriter.json(summary);
        reader.read(written, 0, written.length);
        Span id = reader.userId();
        String userId = new String(id.bytes(), id.offset(), id.length(), UTF_8);
        assertEquals(summary, Summary.of(userId, reader.firstSeen(), reader.lastSeen()));
        JsonNode tree = new ObjectMapper().readTree(written);
        assertEquals(summary.userId(), tree.get("userId").asText());
        assertEquals(first, tree.get("firstSeen").asLong());
    }

    /** What is almost as written must be judged like any other JSON. */
    @Property(tries = 20_000)
    void readsWhatJacksonReadsIfAByteIsChanged(
            @ForAll @LongRange(max = 2_000) long first,
            @ForAll @LongRange(max = 99) long more,
            @ForAll @IntRange(max = 60) int place,
            @ForAll @CharRange(from = ' ', to = '\177') char other)
            throws Exception {
        byte[] bytes = SummaryWriter.json(Summary.of("j1", first, first + more));
        bytes[place % bytes.length] = (byte) other;
        assertEquals(byJackson(bytes), byReader(bytes), new String(bytes, UTF_8));
    }

    private Summary byReader(byte[] bytes) {
        try {
            reader.read(bytes, 0, bytes.length);
            Span id = reader.userId();
            String userId = new String(id.bytes(), id.offset(), id.length(), UTF_8);
            return Summary.of(userId, reader.firstSeen(), reader.lastSeen());
        } catch (UnreadableException e) {
            return null;
        }
    }

    private static Summary byJackson(byte[] bytes) {
        try {
            JsonNode tree = STRICT.readTree(bytes);
            JsonNode userId = tree.path("userId");
            JsonNode first = tree.path("firstSeen");
            JsonNode last = tree.path("lastSeen");
            return userId.isTextual() && first.isIntegralNumber() && last.isIntegralNumber()
                    ? Summary.of(userId.textValue(), first.longValue(), last.longValue())
                    : null;
        } catch (IOException | IllegalArgumentException e) {
            return null;
        }
    }

    @Test
    void skipsMembersThatItDoesNotKnow() {
        String text =
                "{\"v\":{\"of\":[1,{}]},\"userId\":\"a\",\"firstSeen\":1,\"lastSeen\":2,\"w\":null}";
        assertEquals(Summary.of("a", 1, 2), byReader(text.getBytes(UTF_8)));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, SummaryTable.MAX_TIME})
    void readsTheFirstAndTheLastTimeThereIs(long time) {
        Summary summary = Summary.of("a", time, time);
        assertEquals(summary, byReader(SummaryWriter.json(summary)));
    }

    @Test
    void readsTheLongestUserIdThereIs() {
        Summary summary = Summary.of("x".repeat(SummaryTable.MAX_USER_ID_BYTES), 1, 2);
        assertEquals(summary, byReader(SummaryWriter.json(summary)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "[]",
                "{\"userId\":\"a\",\"firstSeen\":1}",
                "{\"userId\":\"a\",\"firstSeen\":2,\"lastSeen\":1}",
                "{\"userId\":\"a\",\"firstSeen\":-1,\"lastSeen\":1}",
                "{\"userId\":7,\"firstSeen\":1,\"lastSeen\":1}",
                "{\"userId\":\"a\",\"firstSeen\":1,\"lastSeen\":1}x",
                "{\"userId\":\"a\",\"firstSeen\":1,\"lastSeen\":1099511627775}",
                "{ \"userId\":\"a\",\"firstSeen\":1,\"lastSeen\":9223372036854775807}"
            })
    void refusesWhatIsNoSummary(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        assertThrows(UnreadableException.class, () -> reader.read(bytes, 0, bytes.length));
    }

    @Test
    void whatWouldEndTheTextOrControlATerminalIsEscaped() {
        byte[] json = SummaryWriter.json(Summary.of("a\u0000\u001f \u007f\"\\", 1, 20));
        assertEquals(
                "{\"userId\":\"a\\u0000\\u001f \u007f\\\"\\\\\",\"firstSeen\":1,\"lastSeen\":20}",
                new String(json, UTF_8));
    }
}
