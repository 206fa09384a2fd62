package io.usersummary.summary;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.usersummary.json.Span;
import io.usersummary.json.UnreadableException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SummaryJsonTest {

    private final SummaryJson json = new SummaryJson();

    @Test
    void writesThreeMembersInOrderWithoutWhiteSpace() {
        byte[] written = json.write(Summary.of("j11288090", 1_534_382_478L, 1_534_386_588L));
        assertEquals(
                "{\"userId\":\"j11288090\",\"firstSeen\":1534382478,\"lastSeen\":1534386588}",
                new String(written, UTF_8));
    }

    @Property
    void isReadBackAsItWasWrittenByItselfAndByJackson(
            @ForAll @StringLength(max = 300) String text,
            @ForAll @LongRange(max = Long.MAX_VALUE / 2) long first,
            @ForAll @LongRange(max = Long.MAX_VALUE / 2) long more)
            throws Exception {
        Summary summary = Summary.of(text, first, first + more);
        byte[] written = json.write(summary);
        json.read(written, 0, written.length);
        Span id = json.userId();
        String userId = new String(id.bytes(), id.offset(), id.length(), UTF_8);
        assertEquals(summary, Summary.of(userId, json.firstSeen(), json.lastSeen()));
        JsonNode tree = new ObjectMapper().readTree(written);
        assertEquals(summary.userId(), tree.get("userId").asText());
        assertEquals(first, tree.get("firstSeen").asLong());
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
                "{\"userId\":\"a\",\"firstSeen\":1,\"lastSeen\":1}x"
            })
    void refusesWhatIsNoSummary(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        assertThrows(UnreadableException.class, () -> json.read(bytes, 0, bytes.length));
    }
}
