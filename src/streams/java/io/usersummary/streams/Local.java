package io.usersummary.streams;

import io.usersummary.summary.Seen;
import io.usersummary.summary.Summary;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Function;
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

    private static final StoreQueryParameters<ReadOnlyKeyValueStore<Bytes, byte[]>> TABLE =
            StoreQueryParameters.fromNameAndType(
                    SummaryTopology.TABLE, QueryableStoreTypes.keyValueStore());

    private final Engine engine;

    Local(Engine engine) {
        this.engine = engine;
    }

    /** A user's summary, if the partition is here; empty if the user was never seen. */
    Optional<Summary> find(String userId) throws NotHereException {
        byte[] id = userId.getBytes(StandardCharsets.UTF_8);
        Bytes key = Bytes.wrap(id);
        int partition = BuiltInPartitioner.partitionForKey(id, engine.partitions());
        Seen seen =
                ask(TABLE.withPartition(partition), table -> new Rows().seen(key, table.get(key)));
        return Optional.ofNullable(seen).map(known -> new Summary(id, known.first(), known.last()));
    }

    /** About how many users there are in the partitions of this instance; 0 while it is moving. */
    long users() {
        try {
            return ask(TABLE, ReadOnlyKeyValueStore::approximateNumEntries);
        } catch (NotHereException e) {
            return 0;
        }
    }

    /** A client that has ended says so by another exception than one whose partitions move. */
    private <T> T ask(
            StoreQueryParameters<ReadOnlyKeyValueStore<Bytes, byte[]>> which,
            Function<ReadOnlyKeyValueStore<Bytes, byte[]>, T> question)
            throws NotHereException {
        KafkaStreams streams = engine.streams().orElseThrow(NotHereException::new);
        try {
            return question.apply(streams.store(which));
        } catch (InvalidStateStoreException | IllegalStateException e) {
            throw new NotHereException();
        }
    }
}
