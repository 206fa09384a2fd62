package io.usersummary.bench.contender;

import io.usersummary.bench.Settings;
import io.usersummary.bench.lab.Child;
import io.usersummary.bench.lab.Lab;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The packaged application.
 *
 * @param settings what differs from the application's defaults
 * @param application its jar, or its native binary
 * @param options for the JVM
 */
public record Service(
        String name,
        String description,
        Map<String, String> settings,
        Path application,
        List<String> options)
        implements Contender {

    private static final String STATE = "kafka-streams.state.dir";

    /** A build of the application with its JVM as it comes. */
    public Service(
            String name, String description, Map<String, String> settings, Path application) {
        this(name, description, settings, application, List.of());
    }

    /** The application as it is packaged here. */
    public Service(String name, String description, Map<String, String> settings) {
        this(name, description, settings, Settings.APPLICATION);
    }

    /** The same with another build of the application, under another name. */
    Service before(Path earlier) {
        return new Service(name + "-before", description + ", as it was before", settings, earlier);
    }

    /** The same compiled to a native binary, under another name. */
    Service compiled() {
        return new Service(
                name.replaceFirst("service", "service-native"),
                description + ", as a native binary",
                settings,
                Settings.nativeBinary());
    }

    /** The same with more settings, under another name. */
    Service with(String more, String what, Map<String, String> settings) {
        return new Service(
                name + more,
                description + ", " + what,
                set(settings).settings,
                application,
                options);
    }

    /** The same under the same name, with more settings. */
    public Service set(Map<String, String> settings) {
        Map<String, String> all = new TreeMap<>(this.settings);
        all.putAll(settings);
        return new Service(name, description, all, application, options);
    }

    /** The same with options for the JVM, under another name. */
    Service with(String more, String what, List<String> options) {
        return new Service(name + more, description + ", " + what, settings, application, options);
    }

    /** The same under the same name, with options for the JVM. */
    public Service options(String... options) {
        return new Service(name, description, settings, application, List.of(options));
    }

    /**
     * Where an instance on Kafka Streams keeps what it has on disk; the other engine has nothing.
     */
    public static Path state(Lab lab, String group, int httpPort) {
        return lab.state().resolve(group + "-" + httpPort);
    }

    @Override
    public boolean publishes() {
        return true;
    }

    @Override
    public Optional<String> obstacle() {
        return Files.exists(application)
                ? Optional.empty()
                : Optional.of("there is no " + application + ": package it first");
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
        boolean isJar = application.toString().endsWith(".jar");
        List<String> command = new ArrayList<>();
        command.add(isJar ? Child.javaExecutable() : application.toString());
        command.addAll(options);
        command.add("-Dquarkus.http.port=" + httpPort);
        command.add("-Dquarkus.http.host=127.0.0.1");
        command.add("-Dmp.messaging.incoming.events.group.id=" + group);
        settings.forEach((key, value) -> command.add("-D" + key + "=" + value));
        if (!settings.containsKey(STATE)) {
            command.add("-D" + STATE + "=" + state(lab, group, httpPort));
        }
        if (isJar) {
            command.addAll(List.of("-jar", application.toString()));
        }
        return Child.start(
                lab.logs(),
                group + "-" + httpPort,
                command,
                Map.of("KAFKA_BOOTSTRAP_SERVERS", lab.bootstrapServers()));
    }
}
