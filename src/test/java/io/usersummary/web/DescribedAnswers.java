package io.usersummary.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.restassured.RestAssured;
import io.restassured.filter.Filter;
import io.restassured.filter.FilterContext;
import io.restassured.response.Response;
import io.restassured.specification.FilterableRequestSpecification;
import io.restassured.specification.FilterableResponseSpecification;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import java.util.Locale;

/** Holds every answer of the API that a test gets against the API's description. */
final class DescribedAnswers implements Filter {

    private static final JsonNode API = read();

    /** Has all answers looked at from now on. */
    static void check() {
        RestAssured.replaceFiltersWith(List.of(new DescribedAnswers()));
    }

    private static JsonNode read() {
        try (InputStream yaml =
                DescribedAnswers.class.getResourceAsStream("/META-INF/openapi.yaml")) {
            return new ObjectMapper(new YAMLFactory()).readTree(yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Response filter(
            FilterableRequestSpecification request,
            FilterableResponseSpecification specification,
            FilterContext context) {
        Response answer = context.next(request, specification);
        String path = URI.create(request.getURI()).getRawPath();
        if (path.startsWith("/api/")) {
            check(
                    request.getMethod(),
                    path,
                    answer.statusCode(),
                    answer.contentType(),
                    answer.asString());
            if (answer.statusCode() == 503 && answer.header("Retry-After") == null) {
                throw new AssertionError("503 without Retry-After");
            }
        }
        return answer;
    }

    /**
     * @throws AssertionError if the description does not know such an answer
     */
    static void check(String method, String path, int status, String type, String body) {
        JsonNode paths = API.path("paths");
        JsonNode described =
                paths.has(path)
                        ? paths.path(path)
                        : paths.path(
                                path.startsWith("/api/summaries/")
                                        ? "/api/summaries/{userId}"
                                        : "nothing");
        if (method.equals("OPTIONS") && status == 204 && !described.isMissingNode()) {
            return;
        }
        JsonNode operation =
                described.path(method.equals("HEAD") ? "get" : method.toLowerCase(Locale.ROOT));
        String what = method + " " + path + " " + status + " " + type;
        if (operation.isMissingNode()) {
            boolean said = described.isMissingNode() ? status == 404 : status == 405;
            require(said || status == 403 || status == 401, "not described: " + what);
            conforms(API.at("/components/schemas/Problem"), body, what);
            return;
        }
        JsonNode response = resolved(operation.path("responses").path(String.valueOf(status)));
        require(!response.isMissingNode(), "status not described: " + what);
        JsonNode content = response.path("content");
        if (content.isMissingNode()) {
            require(body.isEmpty(), "a body where none is described: " + what);
            return;
        }
        JsonNode media = content.path(type.split(";")[0]);
        require(!media.isMissingNode(), "type not described: " + what);
        if (type.contains("json") && !type.contains("ndjson") && !method.equals("HEAD")) {
            conforms(media.path("schema"), body, what);
        }
    }

    private static JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? API.at(node.get("$ref").asText().substring(1)) : node;
    }

    private static void conforms(JsonNode schema, String body, String what) {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.putArray("allOf").add(schema);
        document.set("components", API.get("components"));
        Schema compiled =
                SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                        .getSchema(document);
        try {
            var errors = compiled.validate(new ObjectMapper().readTree(body));
            require(errors.isEmpty(), what + ": " + errors + " in " + body);
        } catch (IOException e) {
            throw new AssertionError(what + " is no JSON: " + body, e);
        }
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new AssertionError(otherwise);
        }
    }
}
