package io.usersummary.event;

import io.usersummary.event.JsonPointer.Step;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A small event of some shape, for a person to try.
 *
 * @param key of the record; null where it does not matter
 * @param value of the record
 */
public record ExampleEvent(String key, String value) {

    /** An array longer than this, only to have something at an index, is no example. */
    private static final int MOST_ELEMENTS = 10;

    /** What a record may say whose value does not matter. */
    private static final String ANYTHING = "anything";

    private static final class Unfit extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /**
     * An event of this user at this time.
     *
     * @param epochSeconds from 0
     * @return empty if the pointers of the shape exclude each other, or lead far into an array
     */
    public static Optional<ExampleEvent> of(EventShape shape, String userId, long epochSeconds) {
        String key = shape.userId().isRecord() ? userId : null;
        if (shape.userId().isRecord() && shape.timestamp().isRecord()) {
            return Optional.of(new ExampleEvent(key, ANYTHING));
        }
        Map<String, Object> document = new LinkedHashMap<>();
        try {
            if (!shape.userId().isRecord()) {
                put(document, shape.userId().pointers().get(0).steps(), quoted(userId));
            }
            if (!shape.timestamp().isRecord()) {
                put(
                        document,
                        shape.timestamp().pointers().get(0).steps(),
                        time(shape.format(), epochSeconds));
            }
        } catch (Unfit e) {
            return Optional.empty();
        }
        return Optional.of(new ExampleEvent(key, text(document)));
    }

    private static String time(TimestampFormat format, long epochSeconds) {
        return format == TimestampFormat.ISO_8601
                ? quoted(Instant.ofEpochSecond(epochSeconds).toString())
                : String.valueOf(epochSeconds * format.perSecond());
    }

    /** Documents begin as an object, and have arrays where a step can be an index. */
    private static void put(Map<String, Object> document, List<Step> steps, String value) {
        Object at = document;
        for (int i = 0; i < steps.size() - 1; i++) {
            Object present = get(at, steps.get(i));
            if (present == null) {
                boolean array = steps.get(i + 1).index() != Step.NO_INDEX;
                present = array ? new ArrayList<>() : new LinkedHashMap<>();
                set(at, steps.get(i), present);
            }
            at = present;
        }
        Step last = steps.get(steps.size() - 1);
        if (get(at, last) != null) {
            throw new Unfit();
        }
        set(at, last, value);
    }

    private static Object get(Object container, Step step) {
        if (container instanceof Map<?, ?> members) {
            return members.get(step.name());
        }
        if (container instanceof List<?> elements && step.index() != Step.NO_INDEX) {
            return step.index() < elements.size() ? elements.get(step.index()) : null;
        }
        throw new Unfit();
    }

    @SuppressWarnings("unchecked")
    private static void set(Object container, Step step, Object value) {
        if (container instanceof Map<?, ?> members) {
            ((Map<String, Object>) members).put(step.name(), value);
            return;
        }
        if (step.index() >= MOST_ELEMENTS) {
            throw new Unfit();
        }
        List<Object> elements = (List<Object>) container;
        while (elements.size() <= step.index()) {
            elements.add(null);
        }
        elements.set(step.index(), value);
    }

    private static String text(Object node) {
        if (node instanceof Map<?, ?> members) {
            return members.entrySet().stream()
                    .map(e -> quoted((String) e.getKey()) + ":" + text(e.getValue()))
                    .collect(Collectors.joining(",", "{", "}"));
        }
        if (node instanceof List<?> elements) {
            return elements.stream()
                    .map(ExampleEvent::text)
                    .collect(Collectors.joining(",", "[", "]"));
        }
        return String.valueOf(node);
    }

    private static String quoted(String text) {
        StringBuilder json = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < ' ') {
                json.append("\\u%04x".formatted((int) c));
            } else {
                json.append(c);
            }
        }
        return json.append('"').toString();
    }
}
