package io.usersummary.topics;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.utils.Utils;

/** Whether the brokers' ports speak as the settings say: with TLS, or without. */
final class PortCheck {

    private final String servers;
    private final String protocol;

    /**
     * @param client the configuration of a client
     */
    PortCheck(Map<String, Object> client) {
        servers = client.get(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG).toString();
        protocol =
                client.getOrDefault(
                                CommonClientConfigs.SECURITY_PROTOCOL_CONFIG,
                                CommonClientConfigs.DEFAULT_SECURITY_PROTOCOL)
                        .toString()
                        .toUpperCase(Locale.ROOT);
    }

    boolean expectsTls() {
        return protocol.endsWith("SSL");
    }

    /** What is wrong, and what to set; empty if nothing is, or nothing can be known. Blocks. */
    Optional<String> mismatch() {
        return Arrays.stream(servers.split(","))
                .map(String::trim)
                .flatMap(server -> mismatch(server).stream())
                .findFirst();
    }

    private Optional<String> mismatch(String server) {
        String host = Utils.getHost(server);
        Integer port = Utils.getPort(server);
        if (host == null || port == null) {
            return Optional.empty();
        }
        return switch (PortProbe.of(host, port)) {
            case TLS -> expectsTls() ? Optional.empty() : Optional.of(speaksTls(server));
            case CLEAR -> expectsTls() ? Optional.of(speaksInTheClear(server)) : Optional.empty();
            case UNKNOWN -> Optional.empty();
        };
    }

    private String speaksTls(String server) {
        return "the port %s speaks TLS, and kafka.security.protocol=%s does not: set it to %s"
                .formatted(server, protocol, protocol.startsWith("SASL") ? "SASL_SSL" : "SSL");
    }

    private String speaksInTheClear(String server) {
        return "the port %s does not speak TLS, and kafka.security.protocol=%s does: name the broker's TLS port in kafka.bootstrap.servers, or set it to %s"
                .formatted(
                        server,
                        protocol,
                        protocol.startsWith("SASL") ? "SASL_PLAINTEXT" : "PLAINTEXT");
    }
}
