package io.usersummary.web;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThanOrEqualTo;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.usersummary.summary.Summary;
import jakarta.inject.Inject;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@TestProfile(WebOnly.class)
class ApiTest {

    @Inject FakeView service;

    @BeforeAll
    static void lookAtAllAnswers() {
        DescribedAnswers.check();
    }

    @Test
    void aKnownUserIsAnsweredWithExactlyThreeMembersInOrder() {
        service.publish(Summary.of("j11288090", 1534382478, 1534386588));
        when().get("/api/summaries/j11288090")
                .then()
                .statusCode(200)
                .contentType("application/json")
                .body(
                        equalTo(
                                "{\"userId\":\"j11288090\",\"firstSeen\":1534382478,"
                                        + "\"lastSeen\":1534386588}"));
    }

    @Test
    void aUserIdMayHoldAnyCharacter() {
        String odd = "a/b c?%<img>\u00e9";
        service.publish(Summary.of(odd, 1, 2));
        given().pathParam("id", odd)
                .get("/api/summaries/{id}")
                .then()
                .statusCode(200)
                .body("userId", equalTo(odd));
    }

    @Test
    void anUnknownUserIsAProblemThatNamesTheUser() {
        when().get("/api/summaries/nobody")
                .then()
                .statusCode(404)
                .contentType("application/problem+json")
                .body("status", is(404))
                .body("title", equalTo("Not Found"))
                .body("detail", containsString("nobody"));
    }

    @Test
    void theMostRecentlyChangedUserComesFirstAndOnce() {
        service.publish(Summary.of("first", 1, 1), Summary.of("second", 2, 2));
        service.publish(Summary.of("first", 1, 3));
        when().get("/api/summaries?limit=2")
                .then()
                .statusCode(200)
                .body("userId", equalTo(java.util.List.of("first", "second")))
                .body("lastSeen[0]", is(3));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1001", "-1", "ten", "1.5", "99999999999"})
    void aLimitOutsideOneToAThousandIsAProblemThatSaysSo(String limit) {
        given().queryParam("limit", limit)
                .get("/api/summaries")
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("detail", containsString("from 1 to 1000"))
                .body("detail", containsString("\"" + limit + "\""));
    }

    @Test
    void statsSayThatTheBrokerIsAwayAndStillTellTheRest() {
        when().get("/api/stats")
                .then()
                .statusCode(200)
                .body("state", equalTo("broker away"))
                .body("events", is(9))
                .body("openBatch.done", is(3))
                .body("openBatch.of", is(9))
                .body("latency.p50", is(12.0f))
                .body("topics.input", equalTo("input_topic"))
                .time(lessThanOrEqualTo(6_000L));
    }

    @Test
    void theApiDescribesItself() {
        given().accept("application/json")
                .get("/q/openapi")
                .then()
                .statusCode(200)
                .body("paths.keySet()", hasItem("/api/stream"))
                .body("paths.keySet()", hasItem("/api/summaries"))
                .body("paths.keySet()", hasItem("/api/stats"));
    }
}
