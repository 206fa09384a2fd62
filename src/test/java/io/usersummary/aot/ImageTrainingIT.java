package io.usersummary.aot;

import static io.restassured.RestAssured.given;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.usersummary.KafkaResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Has the image make its AOT cache with its own JVM: {@code ./mvnw verify -Paot-image}. Quarkus
 * starts a container that records, and afterwards builds the image that has what was recorded.
 */
@QuarkusIntegrationTest
@QuarkusTestResource(KafkaResource.class)
@EnabledIfSystemProperty(named = "aot-image", matches = "true")
class ImageTrainingIT {

    @Test
    void theContainerRunsUnderLoadWhileItRecords() throws Exception {
        Training.train(path -> given().get(path).statusCode());
    }
}
