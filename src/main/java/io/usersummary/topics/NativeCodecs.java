package io.usersummary.topics;

import io.quarkus.runtime.ImageMode;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.config.Config;

/**
 * What a native binary can compress with: gzip is the JDK's, lz4 has a pure Java form, whose
 * classes are looked up by name and so are registered here. Snappy and zstd are C libraries that
 * are not in the binary: a channel that asks for one of them stops the start instead of failing at
 * its first record.
 *
 * <p>Records that somebody else compressed with snappy or zstd cannot be foreseen; reading them
 * takes the packaged jar.
 */
@Singleton
@RegisterForReflection(
        classNames = {
            "net.jpountz.lz4.LZ4JavaSafeCompressor",
            "net.jpountz.lz4.LZ4HCJavaSafeCompressor",
            "net.jpountz.lz4.LZ4JavaSafeFastDecompressor",
            "net.jpountz.lz4.LZ4JavaSafeSafeDecompressor",
            "net.jpountz.xxhash.XXHash32JavaSafe",
            "net.jpountz.xxhash.XXHash64JavaSafe",
            "net.jpountz.xxhash.StreamingXXHash32JavaSafe$Factory",
            "net.jpountz.xxhash.StreamingXXHash64JavaSafe$Factory"
        })
class NativeCodecs {
    private static final Set<String> ABLE = Set.of("none", "gzip", "lz4");
    private static final String OUTGOING = "mp.messaging.outgoing.";
    private static final String CONNECTOR = ".connector";
    private static final String CODEC = "compression.type";

    private final Config config;

    NativeCodecs(Config config) {
        this.config = config;
    }

    /** Runs ahead of the messaging layer, which starts producers at its own start. */
    void check(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent start) {
        if (ImageMode.current() == ImageMode.NATIVE_RUN) {
            refusal(config)
                    .ifPresent(
                            message -> {
                                throw new ConfigurationException(message);
                            });
        }
    }

    /** Says which setting asks for a codec that is not in the binary; empty if none does. */
    static Optional<String> refusal(Config config) {
        return StreamSupport.stream(config.getPropertyNames().spliterator(), false)
                .filter(name -> name.startsWith(OUTGOING) && name.endsWith(CONNECTOR))
                .flatMap(name -> codecKeys(name, config))
                .filter(
                        key ->
                                config.getOptionalValue(key, String.class)
                                        .filter(ABLE::contains)
                                        .isEmpty())
                .findFirst()
                .map(
                        key ->
                                "%s=%s - a native binary compresses with none, gzip or lz4 only; name one of them, or run the packaged jar"
                                        .formatted(key, config.getValue(key, String.class)));
    }

    /** Where the channel, its connector or all Kafka clients may have been given a codec. */
    private static Stream<String> codecKeys(String connectorKey, Config config) {
        String channel = connectorKey.substring(0, connectorKey.length() - CONNECTOR.length());
        String connector = config.getValue(connectorKey, String.class);
        return Stream.of(
                        channel + "." + CODEC,
                        "mp.messaging.connector." + connector + "." + CODEC,
                        "kafka." + CODEC)
                .filter(key -> config.getOptionalValue(key, String.class).isPresent());
    }
}
