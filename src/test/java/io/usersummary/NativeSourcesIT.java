package io.usersummary;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Looks at what the native binary is made of. {@code ./mvnw verify -Dnative
 * -Dquarkus.native.sources-only=true} does all but make it.
 */
@EnabledIfSystemProperty(named = "native", matches = ".*")
class NativeSourcesIT {
    private static final Path TARGET = Path.of("target");
    private static final Path TESTS = TARGET.resolve("test-classes");

    /** With sources only, and next to a binary. */
    private static final Pattern SOURCES =
            Pattern.compile("target/(native-sources|.*-native-image-source-jar)/.*\\.jar");

    /** A broker, Scala, test libraries and container starters; the Kafka client is wanted. */
    private static final Pattern UNWANTED =
            Pattern.compile(
                    "(io/usersummary/dev/|kafka/|scala/"
                            + "|org/apache/kafka/(controller|coordinator|image|raft|storage|tools)/"
                            + "|org/junit/|org/awaitility/|org/testcontainers/|net/jqwik/"
                            + "|io/restassured/|io/smallrye/reactive/messaging/memory/).*\\.class");

    /** Every file in every jar, and the jar it is in. */
    private static final Map<String, Path> CONTENT = new TreeMap<>();

    @BeforeAll
    static void listContent() throws IOException {
        for (Path jar : files(TARGET).filter(NativeSourcesIT::isSource).toList()) {
            try (ZipFile zip = new ZipFile(jar.toFile())) {
                zip.stream().forEach(entry -> CONTENT.put(entry.getName(), jar));
            }
        }
    }

    @Test
    void neitherBrokerNorScalaNorTestLibrariesAreInTheBinary() {
        assertEquals(
                List.of(),
                CONTENT.entrySet().stream()
                        .filter(entry -> UNWANTED.matcher(entry.getKey()).matches())
                        .toList());
    }

    @Test
    void noTestClassIsInTheBinary() throws IOException {
        List<String> tests =
                files(TESTS)
                        .map(file -> TESTS.relativize(file).toString().replace('\\', '/'))
                        .filter(name -> name.endsWith(".class"))
                        .toList();
        assertTrue(tests.contains("io/usersummary/NativeSourcesIT.class"), "no tests seen");
        assertEquals(List.of(), tests.stream().filter(CONTENT::containsKey).toList());
    }

    @Test
    void theServiceAndTheClassesThatLz4LooksUpByNameAreInTheBinary() throws IOException {
        Path own = CONTENT.get("io/usersummary/topics/NativeCodecs.class");
        assertTrue(own != null, "the service is not among the native sources");
        try (ZipFile zip = new ZipFile(own.toFile())) {
            byte[] registered =
                    zip.getInputStream(zip.getEntry("META-INF/native-image/reflect-config.json"))
                            .readAllBytes();
            assertTrue(
                    new String(registered, StandardCharsets.UTF_8)
                            .contains("net.jpountz.lz4.LZ4JavaSafeCompressor"));
        }
    }

    private static boolean isSource(Path file) {
        return SOURCES.matcher(file.toString().replace('\\', '/')).matches();
    }

    private static Stream<Path> files(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile).toList().stream();
        }
    }
}
