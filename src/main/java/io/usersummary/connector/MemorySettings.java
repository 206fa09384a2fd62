package io.usersummary.connector;

import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import java.math.BigInteger;
import java.util.Optional;
import org.eclipse.microprofile.config.spi.Converter;

/** How much memory the service may take besides its table. */
@ConfigMapping(prefix = "memory")
public interface MemorySettings {

    /**
     * The most that may wait anywhere, in bytes as they are once decompressed: records read,
     * batches and dead letters that are not written, what viewers have not taken. Such as {@code
     * 64M}, from 16M; a quarter of the heap by default.
     */
    Optional<@WithConverter(Limit.class) MemorySize> limit();

    /** Allowed values of {@link #limit()}. */
    final class Limit implements Converter<MemorySize> {

        private static final BigInteger LEAST = BigInteger.valueOf(16 << 20);
        private static final BigInteger MOST = BigInteger.valueOf(1L << 40);

        @Override
        public MemorySize convert(String value) {
            MemorySize size;
            try {
                size = new MemorySizeConverter().convert(value.trim());
            } catch (RuntimeException e) {
                throw refusal();
            }
            if (size == null) {
                return null; // An empty value is none.
            }
            BigInteger bytes = size.asBigInteger();
            if (bytes.compareTo(LEAST) < 0 || bytes.compareTo(MOST) > 0) {
                throw refusal();
            }
            return size;
        }

        private static IllegalArgumentException refusal() {
            return new IllegalArgumentException(
                    "- allowed is a size such as 64M, from 16M to 1024G");
        }
    }
}
