package io.usersummary.streams;

import io.usersummary.summary.Seen;
import io.usersummary.summary.Summary;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/** The table of the partitions that this instance has. Called by any thread; may read a disk. */
@Singleton
class Local {

    /** The user's partition is not here, or not to be read just now. */
    static final class NotHereException extends Exception {

        private static final long serialVersionUID = 1L;

        NotHereException() {
            super(null, null, false, false);
        }
    }

    private final Engine engine;

    Local(Engine engine) {
        this.engine = engine;
    }

    /** A user's summary, if the partition is here; empty if the user was never seen. */
    Optional<Summary> find(String userId) throws NotHereException {
        byte[] id = userId.getBytes(StandardCharsets.UTF_8);
        Bytes key = Bytes.wrap(id);
        KafkaStreams streams = engine.streams().orElseThrow(NotHereException::new);
        int partition = BuiltInPartitioner.partitionForKey(id, engine.partitions());
        try {
            Seen seen = new Rows().seen(key, table(streams, partition).get(key));
            return Optional.ofNullable(seen)
                    .map(known -> new Summary(id, known.first(), known.last()));
        } catch (InvalidStateStoreException e) {
            throw new NotHereException();
        }
    }

    private static ReadOnlyKeyValueStore<Bytes, byte[]> table(KafkaStreams streams, int partition) {
        return streams.store(
                StoreQueryParameters.fromNameAndType(
                                SummaryTopology.TABLE,
                                QueryableStoreTypes.<Bytes, byte[]>keyValueStore())
                        .withPartition(partition));
    }

    /** About how many users there are in the partitions of this instance; 0 while it is moving. */
    long users() {
        if (engine.streams().isEmpty()) {
            return 0;
        }
        try {
            return engine.streams()
                    .get()
                    .store(
                            StoreQueryParameters.fromNameAndType(
                                    SummaryTopology.TABLE,
                                    QueryableStoreTypes.<Bytes, byte[]>keyValueStore()))
                    .approximateNumEntries();
        } catch (InvalidStateStoreException e) {
            return 0;
        }
    }
}
