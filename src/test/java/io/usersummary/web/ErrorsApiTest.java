package io.usersummary.web;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.usersummary.summary.Summary;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URL;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@TestProfile(WebOnly.class)
class ErrorsApiTest {

    @TestHTTPResource URL url;
    @Inject FakeView service;

    @BeforeAll
    static void lookAtAllAnswers() {
        DescribedAnswers.check();
    }

    @AfterEach
    void readBack() {
        service.restoring(false);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "POST|/api/summaries|GET, HEAD, OPTIONS",
                "DELETE|/api/summaries|GET, HEAD, OPTIONS",
                "PUT|/api/summaries/a|GET, HEAD, DELETE, OPTIONS",
                "PATCH|/api/histogram|GET, HEAD, OPTIONS",
                "POST|/api/stats|GET, HEAD, OPTIONS",
                "POST|/api/stream|GET, HEAD, OPTIONS"
            })
    void aMethodThatIsNotOfferedNamesThoseThatAre(String method, String path, String allow) {
        given().request(method, path)
                .then()
                .statusCode(405)
                .contentType("application/problem+json")
                .header("Allow", allow)
                .body("detail", containsString(method));
        given().request("OPTIONS", path).then().statusCode(204).header("Allow", allow);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/summaries",
                "/api/summaries?prefix=x",
                "/api/summaries/head",
                "/api/histogram?prefix=head",
                "/api/stats",
                "/api/stream",
                "/api/stream?userId=a"
            })
    void headIsAnsweredLikeGetWithoutTheBody(String path) {
        service.publish(Summary.of("head", 1, 2));
        Response head = given().head(path);
        assertEquals(200, head.statusCode());
        assertEquals(0, head.asByteArray().length);
    }

    @ParameterizedTest
    @CsvSource({
        "/api/summaries, image/png",
        "/api/summaries/a, text/csv",
        "/api/histogram, text/html",
        "/api/stats, application/xml",
        "/api/stream, application/json"
    })
    void aTypeThatIsNotOfferedNamesThoseThatAre(String path, String accept) {
        given().header("Accept", accept)
                .get(path)
                .then()
                .statusCode(406)
                .contentType("application/problem+json")
                .body("detail", containsString("answered as"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api", "/api/", "/api/nothing", "/api/stats/more", "/api/summaries/"})
    void anAddressThatIsNoneIsAProblem(String path) {
        when().get(path).then().statusCode(404).contentType("application/problem+json");
    }

    @Test
    void anAddressThatIsTooLongIsAProblem() {
        when().get("/api/summaries/" + "x".repeat(100_001))
                .then()
                .statusCode(414)
                .contentType("application/problem+json")
                .body("status", is(414));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/stats?limit=1", "/api/summaries/a?x=1", "/api/stream?user=1"})
    void anUnknownParameterIsRefusedEverywhere(String path) {
        when().get(path)
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("detail", containsString("There is no parameter"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/summaries",
                "/api/summaries?order=firstSeen",
                "/api/summaries/a",
                "/api/histogram"
            })
    void untilTheTableIsReadBackNothingIsSaidOfIt(String path) {
        service.restoring(true);
        when().get(path)
                .then()
                .statusCode(503)
                .contentType("application/problem+json")
                .body("detail", containsString("250 of 1,000"))
                .body("restore.done", is(250))
                .body("restore.of", is(1_000));
        given().accept("text/csv").get("/api/summaries").then().statusCode(503);
        when().delete("/api/summaries/a").then().statusCode(503);
        when().get("/api/stats").then().statusCode(200);
    }

    @Test
    void anExportIsRefusedWhereItsEndCouldNotBeTold() throws IOException {
        String answer =
                Http.ask(
                        InetAddress.getLoopbackAddress(),
                        url.getPort(),
                        "GET /api/summaries HTTP/1.0\r\nHost: localhost\r\nAccept: text/csv\r\n\r\n");
        assertTrue(answer.startsWith("HTTP/1.0 505"), answer);
    }

    @Test
    void forgettingSomebodyUnknownIsAProblem() {
        when().delete("/api/summaries/nobody-at-all")
                .then()
                .statusCode(404)
                .body("detail", equalTo("No event of user \"nobody-at-all\" has been seen."));
    }
}
