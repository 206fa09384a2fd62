package io.usersummary.bench.contender;

import io.usersummary.bench.Settings;
import io.usersummary.bench.lab.Child;
import io.usersummary.bench.lab.Lab;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The packaged application.
 *
 * @param settings what differs from the application's defaults
 */
public record Service(String name, String description, Map<String, String> settings)
        implements Contender {

    @Override
    public boolean publishes() {
        return true;
    }

    @Override
    public Optional<String> obstacle() {
        return Files.exists(Settings.APPLICATION)
                ? Optional.empty()
                : Optional.of("there is no " + Settings.APPLICATION + ": package it first");
    }

    @Override
    public Child start(Lab lab, String group, long events) {
        return start(lab, group);
    }

    /** Starts it with its group renamed, and everything else as it comes or is overridden. */
    public Child start(Lab lab, String group) {
        return start(lab, group, lab.httpPort());
    }

    /** The same on a port of its own, for one of several instances. */
    public Child start(Lab lab, String group, int httpPort) {
        List<String> command = new ArrayList<>(List.of(Child.javaExecutable()));
        command.add("-Dquarkus.http.port=" + httpPort);
        command.add("-Dquarkus.http.host=127.0.0.1");
        command.add("-Dmp.messaging.incoming.events.group.id=" + group);
        settings.forEach((key, value) -> command.add("-D" + key + "=" + value));
        command.addAll(List.of("-jar", Settings.APPLICATION.toString()));
        return Child.start(
                lab.logs(),
                group + "-" + httpPort,
                command,
                Map.of("KAFKA_BOOTSTRAP_SERVERS", lab.bootstrapServers()));
    }
}
