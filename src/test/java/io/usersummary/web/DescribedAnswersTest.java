package io.usersummary.web;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** That what looks at the answers would see a wrong one, and that the description is whole. */
class DescribedAnswersTest {

    private static final String JSON = "application/json";

    @Test
    void aRightAnswerPasses() {
        assertDoesNotThrow(
                () ->
                        DescribedAnswers.check(
                                "GET",
                                "/api/summaries",
                                200,
                                JSON,
                                "[{\"userId\":\"a\",\"firstSeen\":1,\"lastSeen\":2}]"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET|/api/summaries|200|application/json|[{\"userId\":\"a\",\"firstSeen\":1}]",
                "GET|/api/summaries|200|application/json|[{\"userId\":\"a\",\"firstSeen\":\"1\",\"lastSeen\":2}]",
                "GET|/api/summaries|200|application/json|[{\"userId\":\"a\",\"firstSeen\":1,\"lastSeen\":2,\"x\":3}]",
                "GET|/api/summaries|200|application/json|{}",
                "GET|/api/summaries|200|text/plain|[]",
                "GET|/api/summaries|418|application/json|[]",
                "GET|/api/summaries/a|404|application/problem+json|{\"status\":404}",
                "GET|/api/nothing|200|application/json|[]",
                "POST|/api/summaries|200|application/json|[]",
                "DELETE|/api/summaries/a|204|application/json|{}",
                "GET|/api/histogram|200|application/json|{\"of\":\"x\",\"bucket\":\"day\",\"zone\":\"UTC\",\"buckets\":[]}",
                "GET|/api/stats|200|application/json|{\"state\":\"running\"}"
            })
    void aWrongAnswerIsRefused(String method, String path, int status, String type, String body) {
        assertThrows(
                AssertionError.class,
                () -> DescribedAnswers.check(method, path, status, type, body));
    }

    @Test
    void everyEndpointIsDescribedWithItsParametersMethodsAndTypes() throws IOException {
        JsonNode paths =
                new ObjectMapper(new YAMLFactory())
                        .readTree(getClass().getResourceAsStream("/META-INF/openapi.yaml"))
                        .path("paths");
        assertEquals(Endpoint.ALL.size(), paths.size());
        for (Endpoint endpoint : Endpoint.ALL) {
            JsonNode path = paths.path(endpoint.path().pattern().replace(".+", "{userId}"));
            List<String> parameters = new ArrayList<>();
            for (JsonNode parameter : path.path("get").path("parameters")) {
                if (parameter.has("$ref")) {
                    parameters.add(parameter.get("$ref").asText().replaceFirst(".*/", ""));
                } else if (parameter.get("in").asText().equals("query")) {
                    parameters.add(parameter.get("name").asText());
                }
            }
            assertEquals(new TreeSet<>(endpoint.parameters()), new TreeSet<>(parameters));
            Set<String> methods = new TreeSet<>();
            endpoint.methods().forEach(method -> methods.add(method.name().toLowerCase()));
            Set<String> described = new TreeSet<>();
            path.fieldNames().forEachRemaining(described::add);
            described.remove("parameters");
            assertEquals(methods, described);
            Set<String> types = new TreeSet<>();
            path.at("/get/responses/200/content").fieldNames().forEachRemaining(types::add);
            assertEquals(new TreeSet<>(endpoint.types()), types);
        }
    }
}
