package io.usersummary;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/**
 * Gives a test a real broker, the same for all tests of a JVM, and no topics on it at the start of
 * the application. What a test does with it goes through {@link TestKafka}.
 */
public final class KafkaResource implements QuarkusTestResourceLifecycleManager {

    @Override
    public Map<String, String> start() {
        TestKafka.deleteEverything();
        return Map.of("kafka.bootstrap.servers", TestKafka.bootstrapServers());
    }

    @Override
    public void stop() {
        // The broker serves the next test, and ends with the JVM.
    }
}
