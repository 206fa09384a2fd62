package io.usersummary.dev;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedKafkaTest {
    @TempDir Path directory;

    @Test
    void keepsItsAddressAndDataOverARestartAndLeavesNothingBehind() throws Exception {
        EmbeddedKafka kafka =
                new EmbeddedKafka(EmbeddedKafka.Options.of(0, directory.resolve("k")));
        try {
            kafka.start();
            String address = kafka.bootstrapServers();
            int port = Integer.parseInt(address.substring(address.indexOf(':') + 1));
            assertFalse(Ports.isFree(port));
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", address))) {
                admin.createTopics(List.of(new NewTopic("kept", 3, (short) -1))).all().get();
                kafka.restart();
                assertEquals(address, kafka.bootstrapServers());
                assertEquals(Set.of("kept"), admin.listTopics().names().get());
            }
            kafka.stop();
            assertTrue(Ports.isFree(port));
        } finally {
            kafka.stop();
            kafka.deleteData();
        }
        assertFalse(Files.exists(directory.resolve("k")));
    }
}
