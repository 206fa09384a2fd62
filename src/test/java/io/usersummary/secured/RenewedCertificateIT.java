package io.usersummary.secured;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.usersummary.PackagedApp;
import io.usersummary.secured.SecuredKafka.Right;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A certificate that is replaced on disk is used without a restart. */
class RenewedCertificateIT {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @Test
    void aCertificateThatIsRenewedOnDiskIsUsedForTheNextConnection() throws Exception {
        try (SecuredKafka kafka = new SecuredKafka(Path.of("target", "secured-renewed"))) {
            kafka.createTopics();
            for (Right right : Right.LEAST) {
                kafka.allow(SecuredKafka.CERTIFIED, right);
            }
            kafka.certificates().issue("service", Certificates.STRANGER, "-1d", 3, null);
            List<String> settings = new ArrayList<>(Clients.QUARKUS_PEM_MUTUAL.settings(kafka));
            settings.add("quarkus.tls.kafka.reload-period=1s");
            settings.add("summary.batch-timeout=200ms");
            kafka.produce("ada", 2, 1);
            try (PackagedApp app = PackagedApp.start(settings.toArray(String[]::new))) {
                app.awaitListening();
                await().atMost(PATIENCE)
                        .until(() -> app.output().contains("refuses this service's certificate"));
                kafka.certificates().issue("service", Certificates.AUTHORITY, "-1d", 3, null);
                kafka.certificates().keyPem("service");
                kafka.certificates().certificatePem("service");
                await().atMost(PATIENCE).until(() -> kafka.table().containsKey("ada"));
                assertTrue(app.get("/q/health/ready").statusCode() == 200, app.output());
            }
        }
    }
}
