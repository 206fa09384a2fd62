package io.usersummary.monitoring;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.usersummary.ExampleTest;
import io.usersummary.KafkaResource;
import io.usersummary.TestKafka;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whoever is alerted, or looks at a graph, or reads the documents, is told of metrics there are.
 */
@QuarkusTest
@TestProfile(ExampleTest.WithGenerator.class)
@QuarkusTestResource(KafkaResource.class)
class MetricNamesTest {

    private static final Pattern NAME =
            Pattern.compile("\\b(?:user_summary|kafka|jvm|process|system)_[a-z0-9_]+\\b");

    @BeforeEach
    void somethingWasPublished() {
        await().atMost(Duration.ofMinutes(1))
                .until(() -> TestKafka.committedRecords("user-summary", "input_topic") >= 9);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "src/monitoring/alerts.yaml",
                "src/monitoring/dashboard.json",
                "src/docs/monitoring.md"
            })
    void everyMetricThatIsNamedIsThere(String file) throws IOException {
        Set<String> named = names(Files.readString(Path.of(file)));
        assertTrue(named.size() > 5, file + " names " + named);
        Set<String> scraped = scraped();
        named.removeAll(scraped);
        named.removeAll(scraped.stream().map(MetricNamesTest::withoutSuffix).toList());
        assertEquals(Set.of(), named);
    }

    @Test
    void everyMetricOfTheServiceIsInTheDocuments() throws IOException {
        String document = Files.readString(Path.of("src/docs/monitoring.md"));
        Set<String> untold =
                scraped().stream()
                        .filter(name -> name.startsWith("user_summary_"))
                        .map(MetricNamesTest::withoutSuffix)
                        .filter(name -> !document.contains("`" + name))
                        .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(Set.of(), untold);
    }

    @Test
    void everyPanelOfTheDashboardAsksSomething() throws IOException {
        JsonNode dashboard =
                new ObjectMapper().readTree(Path.of("src/monitoring/dashboard.json").toFile());
        assertTrue(dashboard.get("panels").size() > 5);
        for (JsonNode panel : dashboard.get("panels")) {
            assertTrue(panel.get("targets").size() > 0, panel.get("title").asText());
            for (JsonNode target : panel.get("targets")) {
                assertTrue(target.get("expr").asText().contains("$job"), target.toString());
            }
        }
    }

    @Test
    void aServiceThatIsReadySaysSoInItsMetrics() {
        await().atMost(Duration.ofSeconds(30))
                .until(
                        () ->
                                given().get("/q/metrics")
                                        .asString()
                                        .contains("user_summary_ready 1.0"));
    }

    private static Set<String> scraped() {
        return names(
                given().get("/q/metrics")
                        .asString()
                        .lines()
                        .filter(line -> !line.startsWith("#"))
                        .map(line -> line.split("[{ ]", 2)[0])
                        .collect(Collectors.joining("\n")));
    }

    /** A histogram is several metrics, and one in the words of a person. */
    private static String withoutSuffix(String name) {
        return name.replaceAll("_(bucket|count|sum|max)$", "");
    }

    private static Set<String> names(String text) {
        return NAME.matcher(text)
                .results()
                .map(found -> found.group())
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
