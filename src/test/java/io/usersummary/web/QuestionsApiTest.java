package io.usersummary.web;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.usersummary.summary.Summary;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@TestProfile(WebOnly.class)
class QuestionsApiTest {

    private static final int USERS = 250;

    @Inject FakeView service;

    @BeforeAll
    static void lookAtAllAnswers() {
        DescribedAnswers.check();
    }

    /** q000 first seen at 1,000, q001 at 1,001, and so on; last seen the other way round. */
    @BeforeEach
    void publish() {
        service.publish(
                IntStream.range(0, USERS)
                        .mapToObj(i -> Summary.of("q%03d".formatted(i), 1_000 + i, 9_000 - i))
                        .toArray(Summary[]::new));
    }

    @ParameterizedTest
    @CsvSource({
        "order=firstSeen&prefix=q&limit=2, q000 q001",
        "order=-firstSeen&prefix=q&limit=2, q249 q248",
        "order=lastSeen&prefix=q&limit=2, q249 q248",
        "order=-lastSeen&prefix=q&limit=2, q000 q001",
        "order=firstSeen&prefix=q&firstSeenFrom=1010&limit=1, q010",
        "order=firstSeen&prefix=q&firstSeenFrom=1010&firstSeenTo=1012, q010 q011",
        "order=firstSeen&prefix=q&lastSeenFrom=8999&lastSeenTo=9000, q001",
        "order=firstSeen&prefix=q&firstSeenFrom=1970-01-01T00:16:50Z&firstSeenTo=1970-01-01T00:16:51Z, q010",
        "order=firstSeen&prefix=q&firstSeenFrom=1970-01-01T01:16:50%2B01:00&limit=1, q010",
        "order=firstSeen&prefix=q&firstSeenFrom=1970-01-01T01:16:50+01:00&limit=1, q010",
        "order=firstSeen&prefix=q&firstSeenFrom=1970-01-01T00:16:49.5Z&limit=1, q010",
        "prefix=q00&order=firstSeen&firstSeenFrom=1008, q008 q009"
    })
    void usersAreChosenByTimeAndPrefixAndSorted(String query, String expected) {
        Response answer = given().urlEncodingEnabled(false).get("/api/summaries?" + query);
        assertEquals(200, answer.statusCode(), answer.asString());
        assertEquals(List.of(expected.split(" ")), answer.jsonPath().getList("userId"), query);
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "firstSeen", "-firstSeen", "lastSeen", "-lastSeen"})
    void theLinksLeadThroughAllPages(String order) {
        List<String> seen = new ArrayList<>();
        String next = "/api/summaries?prefix=q&limit=40&order=" + order;
        int pages = 0;
        while (next != null) {
            Response page = given().urlEncodingEnabled(false).get(next);
            assertEquals(200, page.statusCode(), page.asString());
            seen.addAll(page.jsonPath().getList("userId"));
            next = next(page);
            pages++;
        }
        assertTrue(pages >= 7, pages + " pages");
        assertEquals(USERS, seen.size());
        assertEquals(USERS, Set.copyOf(seen).size());
    }

    static List<String> oddIds() {
        return List.of(
                "odd/slash",
                "odd a b",
                "odd\"quote'",
                "odd%2F%",
                "odd\u4e16\u754c\uD83D\uDE00",
                "odd?a=b&c#d",
                "odd+plus",
                "odd\nline",
                "odd\\",
                "odd<b>",
                "odd;semi,comma",
                "odd" + "\u00e9".repeat(5_000));
    }

    @ParameterizedTest
    @MethodSource("oddIds")
    void anyIdCanBeLookedUpPagedExportedAndDeleted(String odd) {
        service.publish(Summary.of(odd, 77, 78), Summary.of(odd + "2", 77, 79));
        given().pathParam("id", odd)
                .get("/api/summaries/{id}")
                .then()
                .statusCode(200)
                .body("userId", equalTo(odd));
        Response page =
                given().queryParam("prefix", odd)
                        .queryParam("order", "firstSeen")
                        .queryParam("limit", 1)
                        .get("/api/summaries");
        assertEquals(List.of(odd), page.jsonPath().getList("userId"));
        Response second = given().urlEncodingEnabled(false).get(next(page));
        assertEquals(List.of(odd + "2"), second.jsonPath().getList("userId"), second.asString());
        String lines =
                given().queryParam("prefix", odd)
                        .accept("application/x-ndjson")
                        .get("/api/summaries")
                        .asString();
        assertEquals(2, lines.split("\n").length, lines);
        given().pathParam("id", odd).delete("/api/summaries/{id}").then().statusCode(204);
        given().pathParam("id", odd).get("/api/summaries/{id}").then().statusCode(404);
        given().pathParam("id", odd + "2").delete("/api/summaries/{id}").then().statusCode(204);
    }

    private static String next(Response page) {
        String link = page.header("Link");
        if (link == null) {
            return null;
        }
        assertTrue(link.matches("<.*>; rel=\"next\""), link);
        return link.substring(1, link.indexOf('>'));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "order=firstSeen&cursor=abc|not a cursor",
                "cursor=abc|Link header",
                "order=up|one of none, firstSeen",
                "firstSeenFrom=yesterday|RFC 3339",
                "firstSeenFrom=2018-08-16|RFC 3339",
                "firstSeenFrom=|RFC 3339",
                "lastSeenTo=99999999999999999999|RFC 3339",
                "limit=5&limit=6|2 times",
                "prefix=a&limit=1001|from 1 to 1000",
                "limt=5|did you mean \"limit\"",
                "firstseenfrom=5|did you mean \"firstSeenFrom\"",
                "userId=5|There are firstSeenFrom"
            })
    void whatIsWrongIsToldByNameAndWhatToDo(String query, String why) {
        given().urlEncodingEnabled(false)
                .get("/api/summaries?" + query)
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("detail", containsString(why));
    }

    @Test
    void aCursorOfAnotherFilterIsRefused() {
        Response page = when().get("/api/summaries?prefix=q&limit=1&order=firstSeen");
        String cursor = next(page).replaceFirst(".*cursor=", "");
        when().get("/api/summaries?prefix=q0&limit=1&order=firstSeen&cursor=" + cursor)
                .then()
                .statusCode(400)
                .body("detail", containsString("another question"));
    }

    @Test
    void anExportHasAllThatMatchOnce() {
        Response lines = given().accept("application/x-ndjson").get("/api/summaries?prefix=q");
        assertEquals(200, lines.statusCode());
        assertEquals("application/x-ndjson", lines.contentType());
        Set<String> expected = new HashSet<>();
        for (int i = 0; i < USERS; i++) {
            expected.add(
                    "{\"userId\":\"q%03d\",\"firstSeen\":%d,\"lastSeen\":%d}"
                            .formatted(i, 1_000 + i, 9_000 - i));
        }
        List<String> exported = Arrays.asList(lines.asString().split("\n"));
        assertEquals(USERS, exported.size());
        assertEquals(expected, new HashSet<>(exported));
    }

    @Test
    void anExportAsCsvHasAHeaderRowAndKeepsTheOrderThatALimitAllows() {
        Response csv =
                given().accept("text/csv").get("/api/summaries?prefix=q&order=-firstSeen&limit=2");
        assertEquals(
                "userId,firstSeen,lastSeen\r\nq249,1249,8751\r\nq248,1248,8752\r\n",
                new String(csv.asByteArray(), StandardCharsets.UTF_8));
        given().accept("text/csv")
                .get("/api/summaries?order=firstSeen")
                .then()
                .statusCode(400)
                .body("detail", containsString("needs a limit"));
        given().accept("text/csv")
                .get("/api/summaries?order=firstSeen&limit=100001")
                .then()
                .statusCode(400);
        given().accept("text/csv").get("/api/summaries?cursor=x").then().statusCode(400);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "text/csv, application/json;q=0.5|text/csv",
                "text/csv;q=0.5, application/json|application/json",
                "*/*|application/json",
                "application/*|application/json",
                "text/*|text/csv",
                "application/json;q=0, */*|application/json"
            })
    void theTypeThatTheClientPrefersIsAnswered(String accept, String type) {
        given().header("Accept", accept)
                .get("/api/summaries?prefix=q")
                .then()
                .statusCode(200)
                .contentType(containsString(type));
    }

    @ParameterizedTest
    @CsvSource({
        "csv, text/csv, users.csv",
        "ndjson, application/x-ndjson, users.ndjson",
        "json, application/json,"
    })
    void aLinkSaysItsFormatWithoutAHeader(String format, String type, String file) {
        Response answer =
                given().header("Accept", "text/html,*/*;q=0.8")
                        .get("/api/summaries?prefix=q00&format=" + format);
        assertEquals(200, answer.statusCode(), answer.asString());
        assertTrue(answer.contentType().startsWith(type), answer.contentType());
        assertEquals(
                file == null ? null : "attachment; filename=" + file,
                answer.header("Content-Disposition"));
        given().header("Accept", "text/csv")
                .get("/api/summaries?prefix=q00&format=" + format)
                .then()
                .statusCode(200)
                .contentType(containsString(type));
        when().get("/api/summaries?format=xml")
                .then()
                .statusCode(400)
                .body("detail", containsString("one of csv, json, ndjson"));
    }

    @Test
    void aHistogramCountsInTheCalendarOfTheZoneWithoutGaps() {
        // 2026-10-24T22:00Z is midnight in Paris; the day has 25 hours.
        service.publish(
                Summary.of("clock1", 1_792_879_200, 1_792_879_200),
                Summary.of("clock2", 1_792_879_200 + 25 * 3_600 - 1, 1_792_969_200),
                Summary.of("clock3", 1_792_879_200 + 73 * 3_600, 1_793_167_200));
        when().get("/api/histogram?of=firstSeen&bucket=day&zone=Europe/Paris&prefix=clock")
                .then()
                .statusCode(200)
                .body("of", equalTo("firstSeen"))
                .body("bucket", equalTo("day"))
                .body("zone", equalTo("Europe/Paris"))
                .body("buckets.users", equalTo(List.of(2, 0, 0, 1)))
                .body(
                        "buckets.from",
                        equalTo(
                                List.of(
                                        1_792_879_200,
                                        1_792_969_200,
                                        1_793_055_600,
                                        1_793_142_000)));
        when().get("/api/histogram?prefix=nobody")
                .then()
                .statusCode(200)
                .body("buckets", equalTo(List.of()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "of=seen|one of firstSeen, lastSeen",
                "bucket=fortnight|one of hour, day, week, month, year",
                "zone=Mars/Olympus|such as Europe/Paris",
                "limit=1|did you mean"
            })
    void aWrongHistogramIsToldSo(String query, String why) {
        when().get("/api/histogram?" + query)
                .then()
                .statusCode(400)
                .body("detail", containsString(why));
    }

    @Test
    void tooManyBucketsNameTheNextLarger() {
        service.publish(Summary.of("far1", 0, 0), Summary.of("far2", 1_700_000_000, 1_700_000_000));
        when().get("/api/histogram?prefix=far&bucket=hour")
                .then()
                .statusCode(400)
                .body("detail", containsString("bucket=day"));
        when().get("/api/histogram?prefix=far&bucket=week").then().statusCode(200);
    }

    @Test
    void withoutFilterAndOrderThereIsNoNextPage() {
        when().get("/api/summaries?limit=3").then().statusCode(200).header("Link", nullValue());
    }
}
