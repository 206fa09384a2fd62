package io.usersummary;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import java.time.Duration;
import org.junit.jupiter.api.Test;

@QuarkusIntegrationTest
@QuarkusTestResource(KafkaResource.class)
class ReadyIT {

    @Test
    void the_packaged_application_gets_ready_on_an_empty_kafka() {
        await().atMost(Duration.ofMinutes(1))
                .until(() -> given().get("/q/health/ready").statusCode() == 200);
    }
}
