package io.usersummary.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ContainerNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Random shapes, and documents that more often than not have something where they point. */
final class RandomEvents {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final List<String> NAMES =
            List.of("a", "b", "", "~", "/", "a/b", "0", "1", "2", "01", "-", "\u00e9", "c,d", "~1");
    private static final String NOISE = "{}[]:,\"\\01-.eEtfn ~/ab\u0001\u00e9";

    private final SplittableRandom random;

    RandomEvents(SplittableRandom random) {
        this.random = random;
    }

    private <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    EventShape shape() {
        String format = one(List.of("seconds", "milliseconds", "microseconds", "iso-8601"));
        return Shapes.of(pointers(), pointers(), format);
    }

    private String pointers() {
        return IntStream.range(0, random.nextInt(1, 4))
                .mapToObj(i -> pointer())
                .collect(Collectors.joining(","));
    }

    private String pointer() {
        return IntStream.range(0, random.nextInt(1, 4))
                .mapToObj(i -> one(NAMES))
                .map(name -> name.replace("~", "~0").replace("/", "~1").replace(",", "\\,"))
                .collect(Collectors.joining("/", "/", ""));
    }

    /** A document as bytes, now and then damaged. */
    byte[] document(EventShape shape) {
        ContainerNode<?> root = random.nextInt(8) == 0 ? JSON.arrayNode() : JSON.objectNode();
        clutter(root, 0);
        for (JsonPointer pointer : shape.userId().pointers()) {
            if (random.nextInt(4) > 0) {
                plant(root, pointer.steps(), random.nextInt(5) > 0 ? userId() : anything(2));
            }
        }
        for (JsonPointer pointer : shape.timestamp().pointers()) {
            if (random.nextInt(4) > 0) {
                plant(
                        root,
                        pointer.steps(),
                        random.nextInt(8) > 0 ? time(shape.format()) : anything(2));
            }
        }
        String text = text(root);
        if (random.nextInt(6) == 0) {
            int at = random.nextInt(text.length());
            char noise = NOISE.charAt(random.nextInt(NOISE.length()));
            text = text.substring(0, at) + noise + text.substring(at + random.nextInt(2));
        }
        return text.getBytes(UTF_8);
    }

    private void clutter(ContainerNode<?> into, int depth) {
        for (int i = random.nextInt(4); i > 0; i--) {
            if (into instanceof ObjectNode object) {
                object.set(one(NAMES), anything(depth + 1));
            } else {
                ((ArrayNode) into).add(anything(depth + 1));
            }
        }
    }

    private JsonNode anything(int depth) {
        return switch (random.nextInt(depth > 3 ? 6 : 8)) {
            case 0 -> JSON.nullNode();
            case 1 -> JSON.booleanNode(random.nextBoolean());
            case 2 -> JSON.numberNode(random.nextInt(-5, 5) / 2.0);
            case 3 -> JSON.numberNode(random.nextLong());
            case 4 -> userId();
            case 5 -> JSON.textNode(one(List.of("", " ", "\u2003", "\ud83d", "\u0000", "7")));
            default -> {
                ContainerNode<?> node = random.nextBoolean() ? JSON.arrayNode() : JSON.objectNode();
                clutter(node, depth);
                yield node;
            }
        };
    }

    private JsonNode userId() {
        return switch (random.nextInt(4)) {
            case 0 -> JSON.numberNode(random.nextInt());
            case 1 -> JSON.numberNode(new BigInteger("98765432109876543210"));
            default -> JSON.textNode(one(List.of("ada", "\u00fc\ud83d\ude00", "a\"b\\/", " x\n")));
        };
    }

    private JsonNode time(TimestampFormat format) {
        if (format != TimestampFormat.ISO_8601) {
            long most = 2_000_000_100L * format.perSecond();
            return JSON.numberNode(random.nextLong(-most / 20, most));
        }
        return JSON.textNode(
                "%04d-%02d-%02d%s%02d:%02d:%02d%s%s"
                        .formatted(
                                random.nextInt(1968, 2035),
                                random.nextInt(1, 13),
                                random.nextInt(1, 32),
                                one(List.of("T", "t", " ", "T")),
                                random.nextInt(24),
                                random.nextInt(60),
                                random.nextInt(61),
                                one(List.of("", ".5", ".123456789", ".")),
                                one(List.of("Z", "z", "+02:00", "-11:30", "+23:59", "Z", ""))));
    }

    /** Makes what is missing on the way, where a container has room for it. */
    private void plant(ContainerNode<?> root, List<JsonPointer.Step> steps, JsonNode value) {
        JsonNode at = root;
        for (int i = 0; i < steps.size(); i++) {
            boolean last = i == steps.size() - 1;
            JsonPointer.Step step = steps.get(i);
            JsonNode next =
                    last ? value : random.nextInt(4) == 0 ? JSON.arrayNode() : JSON.objectNode();
            if (at instanceof ObjectNode object) {
                JsonNode present = object.get(step.name());
                if (!last && present != null && present.isContainerNode()) {
                    next = present;
                } else {
                    object.set(step.name(), next);
                }
            } else if (at instanceof ArrayNode array && step.index() >= 0) {
                while (array.size() <= step.index()) {
                    array.add(anything(4));
                }
                if (!last && array.get(step.index()).isContainerNode()) {
                    next = array.get(step.index());
                } else {
                    array.set(step.index(), next);
                }
            } else {
                return;
            }
            at = next;
        }
    }

    private String blank() {
        return one(List.of("", "", "", " ", "\n\t"));
    }

    private String text(JsonNode node) {
        if (node instanceof ObjectNode object) {
            return object.properties().stream()
                    .map(e -> string(e.getKey()) + blank() + ":" + text(e.getValue()))
                    .collect(Collectors.joining(",", blank() + "{" + blank(), "}" + blank()));
        }
        if (node instanceof ArrayNode array) {
            return IntStream.range(0, array.size())
                    .mapToObj(i -> text(array.get(i)))
                    .collect(Collectors.joining(",", blank() + "[" + blank(), "]" + blank()));
        }
        return blank() + (node.isTextual() ? string(node.textValue()) : node.toString());
    }

    /** Escapes what must be, and now and then what need not. */
    private String string(String text) {
        StringBuilder json = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            boolean must = c < ' ' || c == '"' || c == '\\' || c == '\ud83d' && text.length() == 1;
            if (must || random.nextInt(12) == 0) {
                json.append("\\u%04x".formatted((int) c));
            } else {
                json.append(c);
            }
        }
        return json.append('"').toString();
    }
}
