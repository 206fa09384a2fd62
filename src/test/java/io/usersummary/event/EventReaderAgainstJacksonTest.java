package io.usersummary.event;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.usersummary.json.Span;
import io.usersummary.json.UnreadableException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Jackson as the judge of what is well formed. */
class EventReaderAgainstJacksonTest {

    private static final byte[] EVENT =
            """
            {"userId":"j\u00fc1","n":[1.5e-7,-0,true,null,{"k":"\\u00e9\\n"}],
             "metadata":{"timestamp":1534382478,"s":"\u20ac"}}"""
                    .getBytes(StandardCharsets.UTF_8);
    private static final byte[] INTERESTING =
            "{}[]:,\"\\0123456789-+.eEtrufalsn u\n\t\u0001\u0080\u00c3\u00e2\u00ff"
                    .getBytes(StandardCharsets.ISO_8859_1);

    private final EventReader reader = new EventReader(EventShape.EXAMPLE);
    private final Span value = new Span();
    private final JsonFactory jackson = new JsonFactory();

    @Property(tries = 20_000)
    void finesAnEventMalformedExactlyIfJacksonDoes(@ForAll long seed) throws IOException {
        byte[] mutated = mutated(new SplittableRandom(seed));
        assertEquals(
                wellFormedToJackson(mutated),
                wellFormedToUs(mutated),
                () -> new String(mutated, StandardCharsets.ISO_8859_1));
    }

    private static byte[] mutated(SplittableRandom random) {
        byte[] bytes = EVENT.clone();
        for (int i = random.nextInt(1, 4); i > 0; i--) {
            bytes[random.nextInt(1, bytes.length)] =
                    INTERESTING[random.nextInt(INTERESTING.length)];
        }
        return bytes;
    }

    /** Only a text that breaks the grammar counts, not one that is JSON but no event. */
    private boolean wellFormedToUs(byte[] bytes) {
        try {
            value.set(bytes, 0, bytes.length);
            reader.read(new Span(), value, -1, Long.MAX_VALUE);
            return true;
        } catch (UnreadableException e) {
            return !e.getMessage().startsWith("not well-formed") && wellFormedUpToTheFault(bytes);
        }
    }

    /** The reader stops at the first fault; what comes after one that is ours is Jackson's word. */
    private boolean wellFormedUpToTheFault(byte[] bytes) {
        try {
            return wellFormedToJackson(bytes);
        } catch (IOException e) {
            return false;
        }
    }

    private boolean wellFormedToJackson(byte[] bytes) throws IOException {
        try (JsonParser parser = jackson.createParser(bytes)) {
            if (parser.nextToken() == null) {
                return false;
            }
            parser.skipChildren();
            while (parser.currentToken() != null) {
                if (parser.currentToken().isNumeric()) {
                    parser.getText();
                }
                if (parser.nextToken() != null) {
                    return false;
                }
            }
            return true;
        } catch (JsonProcessingException | java.io.CharConversionException e) {
            return false;
        }
    }
}
