package io.usersummary.settings;

import io.quarkus.runtime.ImageMode;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Tells in the log at the start whether the archive of classes that the JVM was given is in use. By
 * itself a JVM goes on without one that does not fit, silently or nearly so. Says nothing where
 * none was asked for.
 */
@Singleton
class ClassArchive {

    private static final Logger LOG = Logger.getLogger(ClassArchive.class);

    /** What is mapped into this process, a line each that ends with the file; on Linux only. */
    private static final Path MAPPINGS = Path.of("/proc/self/maps");

    /** What there is to say. */
    record Finding(Logger.Level level, String text) {}

    private enum Kind {
        AOT_CACHE("-XX:AOTCache=", "AOT cache", "-Xlog:aot"),
        CDS_ARCHIVE("-XX:SharedArchiveFile=", "CDS archive", "-Xlog:cds");

        private final String option;
        private final String name;
        private final String explanation;

        Kind(String option, String name, String explanation) {
            this.option = option;
            this.name = name;
            this.explanation = explanation;
        }
    }

    void tell(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent start) {
        if (ImageMode.current() == ImageMode.JVM) {
            find(ManagementFactory.getRuntimeMXBean().getInputArguments(), MAPPINGS)
                    .ifPresent(finding -> LOG.log(finding.level(), finding.text()));
        }
    }

    /**
     * What to say of the archive that the options ask for; empty if they ask for none.
     *
     * @param options of the JVM, wherever they come from; of several the last one counts
     * @param mappings a file in the format of {@code /proc/self/maps}; need not be there
     */
    static Optional<Finding> find(List<String> options, Path mappings) {
        return options.stream()
                .flatMap(
                        option ->
                                Stream.of(Kind.values())
                                        .filter(kind -> option.startsWith(kind.option))
                                        .map(kind -> find(kind, option, mappings)))
                .reduce((former, last) -> last);
    }

    private static Finding find(Kind kind, String option, Path mappings) {
        String archive = option.substring(kind.option.length());
        // Of a CDS archive there may be two: one that builds on another.
        List<Path> files = Arrays.stream(archive.split(File.pathSeparator)).map(Path::of).toList();
        if (!files.stream().allMatch(Files::exists)) {
            return new Finding(
                    Logger.Level.WARN,
                    "The %s %s is not in use: there is no such file. ./mvnw verify -Paot makes one, for an image -Paot-image"
                            .formatted(kind.name, archive));
        }
        try {
            if (areMapped(files, mappings)) {
                return new Finding(
                        Logger.Level.INFO,
                        "Classes come from the %s %s".formatted(kind.name, archive));
            }
            return new Finding(
                    Logger.Level.WARN,
                    "The %s %s is not in use: it fits only the JVM and the unchanged jars that it was made with, started from their directory. Make it anew with ./mvnw verify -Paot, for an image with -Paot-image; %s says what does not fit"
                            .formatted(kind.name, archive, kind.explanation));
        } catch (IOException e) {
            return new Finding(
                    Logger.Level.INFO,
                    "The %s %s was asked for. Whether it is in use cannot be seen on this system; %s says it"
                            .formatted(kind.name, archive, kind.explanation));
        }
    }

    private static boolean areMapped(List<Path> files, Path mappings) throws IOException {
        List<String> mapped =
                new String(Files.readAllBytes(mappings), StandardCharsets.UTF_8).lines().toList();
        for (Path file : files) {
            String name = " " + file.toRealPath();
            if (mapped.stream().noneMatch(line -> line.endsWith(name))) {
                return false;
            }
        }
        return true;
    }
}
