package io.usersummary.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import io.smallrye.reactive.messaging.annotations.ConnectorAttribute;
import io.smallrye.reactive.messaging.annotations.ConnectorAttribute.Direction;
import io.usersummary.connector.BatchConnector;
import java.io.IOException;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.spi.Converter;
import org.junit.jupiter.api.Test;

/** Holds the reference against the code: what can be set, its type, its default, its range. */
class ConfigurationReferenceTest {

    private static final Path REFERENCE = Path.of("src", "docs", "configuration.md");
    private static final Path CLASSES = Path.of("target", "classes");
    private static final Pattern RANGE = Pattern.compile("from (\\S+) to (\\S+)");
    private static final Map<Type, String> TYPES =
            Map.of(
                    int.class, "int",
                    long.class, "long",
                    Long.class, "long",
                    OptionalInt.class, "int",
                    boolean.class, "boolean",
                    Boolean.class, "boolean",
                    Duration.class, "duration",
                    MemorySize.class, "size");

    private record Row(String type, String byDefault, String range) {}

    @Test
    void everySettingHasARowWithItsTypeDefaultAndRangeAndEveryRowASetting() throws Exception {
        Map<String, Row> actual = new TreeMap<>();
        for (Class<?> prefix : mappings()) {
            for (Method method : prefix.getDeclaredMethods()) {
                if (Modifier.isAbstract(method.getModifiers())) {
                    actual.put(key(prefix, method), row(method));
                }
            }
        }
        assertFalse(actual.isEmpty());
        Map<String, Row> documented = new TreeMap<>();
        for (List<String> cells : table("| setting |")) {
            String key = unquoted(cells.get(0));
            Row code = actual.getOrDefault(key, new Row("no such setting", "", ""));
            documented.put(
                    key,
                    new Row(
                            cells.get(1),
                            code.byDefault == null ? null : unquoted(cells.get(2)),
                            code.range == null ? null : cells.get(3).replace(",", "")));
        }
        assertEquals(lines(actual), lines(documented));
    }

    @Test
    void everyAttributeOfTheConnectorHasARow() {
        Map<String, List<String>> actual = new TreeMap<>();
        for (ConnectorAttribute attribute :
                BatchConnector.class.getAnnotationsByType(ConnectorAttribute.class)) {
            boolean both = attribute.direction() == Direction.INCOMING_AND_OUTGOING;
            actual.put(
                    attribute.name(),
                    List.of(
                            both ? "all" : attribute.direction().name().toLowerCase(Locale.ROOT),
                            attribute.type(),
                            attribute.defaultValue()));
        }
        Map<String, List<String>> documented =
                table("| attribute |").stream()
                        .collect(
                                Collectors.toMap(
                                        cells -> unquoted(cells.get(0)),
                                        cells ->
                                                List.of(
                                                        cells.get(1),
                                                        cells.get(2),
                                                        cells.get(3).startsWith("`")
                                                                ? unquoted(cells.get(3))
                                                                : ""),
                                        (a, b) -> b,
                                        TreeMap::new));
        actual.replaceAll(
                (name, cells) ->
                        cells.get(2).equals(ConnectorAttribute.NO_VALUE)
                                ? List.of(cells.get(0), cells.get(1), "")
                                : cells);
        assertEquals(lines(actual), lines(documented));
    }

    private static List<Class<?>> mappings() throws IOException {
        try (Stream<Path> files = Files.walk(CLASSES.resolve("io/usersummary"))) {
            return files.map(CLASSES::relativize)
                    .map(Path::toString)
                    .filter(name -> name.endsWith(".class"))
                    .map(name -> name.replace('/', '.').replaceAll("\\.class$", ""))
                    .<Class<?>>map(ConfigurationReferenceTest::load)
                    .filter(type -> type.isAnnotationPresent(ConfigMapping.class))
                    .sorted(Comparator.comparing(Class::getName))
                    .toList();
        }
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name, false, ConfigurationReferenceTest.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String key(Class<?> mapping, Method method) {
        WithName named = method.getAnnotation(WithName.class);
        String kebab = method.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
        return mapping.getAnnotation(ConfigMapping.class).prefix()
                + "."
                + (named == null ? kebab : named.value());
    }

    private static Row row(Method method) throws ReflectiveOperationException {
        WithDefault byDefault = method.getAnnotation(WithDefault.class);
        return new Row(
                TYPES.getOrDefault(type(method), "text"),
                byDefault == null ? null : byDefault.value(),
                range(method));
    }

    private static Type type(Method method) {
        return method.getGenericReturnType() instanceof ParameterizedType generic
                ? generic.getActualTypeArguments()[0]
                : method.getReturnType();
    }

    /** The bounds, as the refusal of a wrong value names them; null where there are none. */
    private static String range(Method method) throws ReflectiveOperationException {
        WithConverter with = method.getAnnotation(WithConverter.class);
        if (with == null
                && method.getAnnotatedReturnType() instanceof AnnotatedParameterizedType generic) {
            with = generic.getAnnotatedActualTypeArguments()[0].getAnnotation(WithConverter.class);
        }
        if (with == null) {
            return null;
        }
        Converter<?> converter = with.value().getConstructor().newInstance();
        Matcher bounds = RANGE.matcher(refusal(converter));
        if (!bounds.find()) {
            return null;
        }
        String least = bounds.group(1);
        if (!bounds.group(2).equals(String.valueOf(Long.MAX_VALUE))) {
            return least + " to " + bounds.group(2);
        }
        return least.equals(String.valueOf(Long.MIN_VALUE)) ? "any" : least + " or more";
    }

    private static String refusal(Converter<?> converter) {
        try {
            converter.convert("nothing that is allowed");
            return "";
        } catch (IllegalArgumentException e) {
            return e.getMessage();
        }
    }

    /** The cells of the rows of the table that begins so. */
    private static List<List<String>> table(String head) {
        return Documents.text(REFERENCE)
                .lines()
                .dropWhile(line -> !line.startsWith(head))
                .skip(2)
                .takeWhile(line -> line.startsWith("|"))
                .map(
                        line ->
                                Arrays.stream(line.substring(1).split("\\|"))
                                        .map(String::trim)
                                        .toList())
                .toList();
    }

    private static String unquoted(String cell) {
        return cell.replace("`", "");
    }

    private static String lines(Map<String, ?> rows) {
        return rows.entrySet().stream().map(Object::toString).collect(Collectors.joining("\n"));
    }
}
