package io.usersummary.generator;

import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.junit.jupiter.api.Test;

/** A service that ends after some batches is to end: nothing trickles in behind its sample. */
class TrickleEndsTest {

    private static AssertSubscriber<Message<SampleEvent>> trickle(long maxBatches) {
        GeneratorSettings settings =
                new SmallRyeConfigBuilder()
                        .withMapping(GeneratorSettings.class)
                        .withDefaultValue("generator.trickle", "1ms")
                        .build()
                        .getConfigMapping(GeneratorSettings.class);
        return new SampleGenerator(settings, null, null, maxBatches)
                .trickle()
                .subscribe()
                .withSubscriber(AssertSubscriber.create(Long.MAX_VALUE));
    }

    @Test
    void goesOnForAServiceWithoutAnEnd() {
        trickle(0).awaitItems(3).cancel();
    }

    @Test
    void isNoneForAServiceThatEndsAfterSomeBatches() {
        trickle(1).awaitCompletion().assertHasNotReceivedAnyItem();
    }
}
