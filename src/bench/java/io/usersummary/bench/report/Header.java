package io.usersummary.bench.report;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.apache.kafka.common.utils.AppInfoParser;

/** When, where and with what a run was made: numbers mean nothing without it. */
public final class Header {

    private Header() {}

    /**
     * The head of the report.
     *
     * @param size what was run, in one line
     */
    public static String text(String size) {
        Runtime runtime = Runtime.getRuntime();
        return """
               # Benchmark results

               - Date: %s
               - Machine: %s, %d cores, %s memory, %s
               - Java: %s %s
               - Kafka: broker and clients %s; %s
               - Revision: %s
               - Size: %s
               """
                .formatted(
                        OffsetDateTime.now(ZoneOffset.UTC)
                                .format(DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'")),
                        valueOf(Path.of("/proc/cpuinfo"), "model name", "unknown processor"),
                        runtime.availableProcessors(),
                        gibibytes(valueOf(Path.of("/proc/meminfo"), "MemTotal", "unknown")),
                        System.getProperty("os.name") + " " + System.getProperty("os.version"),
                        System.getProperty("java.vm.name"),
                        System.getProperty("java.runtime.version"),
                        AppInfoParser.getVersion(),
                        System.getProperty("bench.versions", "Quarkus version unknown"),
                        revision(),
                        size);
    }

    private static String valueOf(Path file, String key, String otherwise) {
        try {
            return Files.readString(file)
                    .lines()
                    .filter(line -> line.startsWith(key))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(otherwise);
        } catch (IOException e) {
            return otherwise;
        }
    }

    private static String gibibytes(String kilobytes) {
        String digits = kilobytes.replaceAll("\\D", "");
        return digits.isEmpty() ? kilobytes : Long.parseLong(digits) / (1024 * 1024) + " GiB";
    }

    private static String revision() {
        try {
            Process git = new ProcessBuilder("git", "describe", "--always", "--dirty").start();
            try (BufferedReader reader = git.inputReader()) {
                String line = reader.readLine();
                return line == null ? "unknown" : line;
            }
        } catch (IOException e) {
            return "unknown";
        }
    }
}
