package io.usersummary.topics;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NativeCodecsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "mp.messaging.outgoing.summaries.compression.type",
                "mp.messaging.connector.kafka-batch.compression.type",
                "kafka.compression.type"
            })
    void aCodecOutsideTheBinaryIsRefusedWhereverItIsSet(String key) {
        assertEquals(
                Optional.of(
                        key
                                + "=zstd - a native binary compresses with none, gzip or lz4 only;"
                                + " name one of them, or run the packaged jar"),
                NativeCodecs.refusal(config(key, "zstd")));
        assertTrue(NativeCodecs.refusal(config(key, "snappy")).isPresent());
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "gzip", "lz4"})
    void codecsOfTheBinaryAreAccepted(String codec) {
        SmallRyeConfig config = config("mp.messaging.outgoing.summaries.compression.type", codec);

        assertTrue(NativeCodecs.refusal(config).isEmpty());
    }

    @Test
    void noCodecAtAllIsAccepted() {
        assertTrue(NativeCodecs.refusal(config("unrelated", "zstd")).isEmpty());
    }

    @Test
    void everyClassThatLz4LooksUpByNameIsStillThere() {
        for (String name :
                NativeCodecs.class.getAnnotation(RegisterForReflection.class).classNames()) {
            assertDoesNotThrow(() -> Class.forName(name), name);
        }
    }

    private static SmallRyeConfig config(String key, String value) {
        return new SmallRyeConfigBuilder()
                .withDefaultValue("mp.messaging.outgoing.summaries.connector", "kafka-batch")
                .withDefaultValue(key, value)
                .build();
    }
}
