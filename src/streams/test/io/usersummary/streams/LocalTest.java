package io.usersummary.streams;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.usersummary.streams.Local.NotHereException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalTest {

    @TempDir Path state;

    private static final class With extends Engine {
        private final KafkaStreams client;

        With(KafkaStreams client) {
            super(null, null, null, null, null, null, null, null, null, null, null);
            this.client = client;
        }

        @Override
        Optional<KafkaStreams> streams() {
            return Optional.ofNullable(client);
        }

        @Override
        int partitions() {
            return 1;
        }
    }

    /** As one is that ended of an error, while somebody looks at the page. */
    private KafkaStreams ended() {
        Properties properties = new Properties();
        properties.put("application.id", "ended");
        properties.put("bootstrap.servers", "localhost:1");
        properties.put("state.dir", state.toString());
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream("in").to("out");
        Topology topology = builder.build();
        KafkaStreams client = new KafkaStreams(topology, properties);
        client.close();
        return client;
    }

    @Test
    void nothingIsHereWhileThereIsNoClient() {
        Local local = new Local(new With(null));
        assertEquals(0, local.users());
        assertThrows(NotHereException.class, () -> local.find("ada"));
    }

    @Test
    void nothingIsHereOnceTheClientHasEnded() {
        Local local = new Local(new With(ended()));
        assertEquals(0, local.users());
        assertThrows(NotHereException.class, () -> local.find("ada"));
    }
}
