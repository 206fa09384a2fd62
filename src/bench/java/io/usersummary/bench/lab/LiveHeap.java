package io.usersummary.bench.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Bytes of live objects in another JVM, counted by its own class histogram. */
public final class LiveHeap {

    private static final Path JCMD = Path.of(System.getProperty("java.home"), "bin", "jcmd");

    private LiveHeap() {}

    /**
     * Collects the garbage of a JVM and counts what is left.
     *
     * @param histogram where to keep the histogram
     */
    public static long bytes(Child child, Path histogram) {
        // Twice, because the first collection may leave what finalizers and cleaners hold on to.
        command(child, "GC.run", histogram);
        command(child, "GC.class_histogram", histogram);
        try {
            List<String> lines = Files.readAllLines(histogram);
            return lines.stream()
                    .filter(line -> line.startsWith("Total"))
                    .mapToLong(line -> Long.parseLong(line.strip().split(" +")[2]))
                    .findFirst()
                    .orElseThrow(
                            () -> new IllegalStateException("No class histogram in " + histogram));
        } catch (IOException e) {
            throw new IllegalStateException("Could not read " + histogram, e);
        }
    }

    private static void command(Child child, String command, Path output) {
        try {
            Process process =
                    new ProcessBuilder(JCMD.toString(), Long.toString(child.pid()), command)
                            .redirectErrorStream(true)
                            .redirectOutput(output.toFile())
                            .start();
            if (process.waitFor() != 0) {
                throw new IllegalStateException("jcmd " + command + " failed, see " + output);
            }
        } catch (IOException e) {
            throw new IllegalStateException("Could not run " + JCMD + ": a JDK is needed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
    }
}
