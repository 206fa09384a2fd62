package io.usersummary.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.statistics.Statistics;

/** Jackson's pointers and java.time as the judges of what a shape finds in a document. */
class EventReaderAgainstJsonNodeTest {

    private static final ObjectMapper JACKSON =
            new ObjectMapper()
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);

    private static final Read REFUSED = new Read(null, 0, "");

    /** Nothing if it is not the judge's to say: only a duplicate that matters is a fault. */
    private Optional<Read> toJackson(EventShape shape, byte[] bytes) {
        JsonNode document;
        try {
            document = JACKSON.readTree(bytes);
        } catch (IOException e) {
            return e.getMessage().contains("Duplicate field")
                    ? Optional.empty()
                    : Optional.of(REFUSED);
        }
        Optional<String> userId =
                first(shape.userId(), document).flatMap(EventReaderAgainstJsonNodeTest::userId);
        OptionalLong second =
                first(shape.timestamp(), document)
                        .map(node -> second(node, shape.format()))
                        .orElse(OptionalLong.empty());
        boolean valid =
                userId.isPresent()
                        && second.isPresent()
                        && second.getAsLong() >= 0
                        && second.getAsLong() <= Read.LATEST;
        return Optional.of(valid ? new Read(userId.get(), second.getAsLong(), null) : REFUSED);
    }

    private static Optional<JsonNode> first(Source source, JsonNode document) {
        return source.pointers().stream()
                .map(pointer -> document.at(pointer.text()))
                .filter(node -> !node.isMissingNode() && !node.isNull())
                .findFirst();
    }

    private static Optional<String> userId(JsonNode node) {
        if (node.isTextual()) {
            String text = node.textValue();
            boolean whole = UTF_8.newEncoder().canEncode(text);
            return Optional.of(text).filter(id -> !id.isBlank() && whole);
        }
        return Optional.of(node).filter(JsonNode::isIntegralNumber).map(JsonNode::asText);
    }

    private static OptionalLong second(JsonNode node, TimestampFormat format) {
        if (format == TimestampFormat.ISO_8601) {
            return node.isTextual()
                    ? Rfc3339Oracle.epochSeconds(node.textValue())
                    : OptionalLong.empty();
        }
        return node.isIntegralNumber() && node.canConvertToLong()
                ? OptionalLong.of(Math.floorDiv(node.longValue(), format.perSecond()))
                : OptionalLong.empty();
    }

    @Property(tries = 30_000)
    void findsTheSameUserIdAndSecondOrRefusesAsTheJudgeDoes(@ForAll long seed) {
        RandomEvents random = new RandomEvents(new SplittableRandom(seed));
        EventShape shape = random.shape();
        byte[] document = random.document(shape);
        toJackson(shape, document)
                .ifPresent(
                        expected -> {
                            Read read = Read.of(new EventReader(shape), null, document, -1);
                            assertEquals(
                                    expected,
                                    read.reason() == null ? read : REFUSED,
                                    () ->
                                            "%s of %s: %s"
                                                    .formatted(
                                                            shape,
                                                            new String(document, UTF_8),
                                                            read.reason()));
                            Statistics.label("valid").collect(read.reason() == null);
                        });
        Statistics.label("valid")
                .coverage(
                        check -> {
                            check.check(true).percentage(share -> share > 20);
                            check.check(false).percentage(share -> share > 20);
                        });
    }
}
