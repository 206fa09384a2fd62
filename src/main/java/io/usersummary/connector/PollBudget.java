package io.usersummary.connector;

import java.nio.ByteBuffer;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Bounds a poll by the bytes of its records as they are once decompressed. Kafka's own limits are
 * numbers of records, and compressed bytes: three megabytes of lz4 can be six hundred of events.
 *
 * <p>A consumer decompresses record by record, as it hands them out. A record that cannot be
 * deserialized ends the poll: what came before it is handed out, and the next poll begins with the
 * same record. So these deserializers refuse the first record beyond the budget. The first of a
 * poll always passes, unless it is larger than any may be. For one consumer and its thread.
 */
public final class PollBudget {

    /** The largest record that is read, with key and headers, in bytes. */
    public static final int LARGEST_RECORD = 32 << 20;

    /** What a record takes besides its bytes. */
    private static final int RECORD_BYTES = 128;

    private static final Spent SPENT = new Spent();

    private final long bytes;
    private long used;
    private long key;

    /**
     * @param bytes what the records of one poll may take, but for the first one
     */
    public PollBudget(long bytes) {
        this.bytes = bytes;
    }

    /** To be called before each poll. */
    public void begin() {
        used = 0;
        key = 0;
    }

    /** How much the records of the poll take, in bytes. */
    long used() {
        return used;
    }

    /** The consumer's deserializer of keys. */
    public <T> Deserializer<T> keys(Deserializer<T> deserializer) {
        return new Counting<>(deserializer) {
            @Override
            void count(long size) {
                used += key;
                key = 0;
                check(size);
                key = size;
            }
        };
    }

    /** The consumer's deserializer of values. */
    public <T> Deserializer<T> values(Deserializer<T> deserializer) {
        return new Counting<>(deserializer) {
            @Override
            void count(long size) {
                check(key + size);
                used += key + size;
                key = 0;
            }
        };
    }

    private void check(long size) {
        if (used >= bytes) {
            throw SPENT;
        }
        if (size > LARGEST_RECORD) {
            throw new TooLargeException(size);
        }
    }

    private abstract static class Counting<T> implements Deserializer<T> {
        private final Deserializer<T> deserializer;

        Counting(Deserializer<T> deserializer) {
            this.deserializer = deserializer;
        }

        abstract void count(long size);

        @Override
        public T deserialize(String topic, byte[] bytes) {
            return deserializer.deserialize(topic, bytes);
        }

        @Override
        public T deserialize(String topic, Headers headers, ByteBuffer bytes) {
            long size = RECORD_BYTES + (bytes == null ? 0 : bytes.remaining());
            for (Header header : headers) {
                size +=
                        header.key().length()
                                + (header.value() == null ? 0 : header.value().length);
            }
            count(size);
            return deserializer.deserialize(topic, headers, bytes);
        }
    }

    /** Says no more than that a poll is over; thrown often, and so without a stack. */
    private static final class Spent extends SerializationException {
        @Override
        public synchronized Throwable fillInStackTrace() {
            return this;
        }
    }

    /** A single record is larger than any may be. */
    static final class TooLargeException extends SerializationException {
        TooLargeException(long size) {
            super(
                    "the record takes %,d bytes of memory, and at most %,d are read"
                            .formatted(size, LARGEST_RECORD));
        }
    }
}
