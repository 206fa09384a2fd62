package io.usersummary.crash;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A broker's disk that can be full: a file system of its own in memory where mounting one is
 * allowed, else a limit on how long the broker's files may become, which to the broker is the same.
 */
final class Disk implements AutoCloseable {

    private static final String SIZE = "256m";

    private final Path directory;
    private final Path ballast;
    private final boolean mounted;
    private final Thread atExit = new Thread(this::remove);

    /** An empty disk among the machine's temporary files. */
    Disk() {
        try {
            directory = Files.createTempDirectory("broker-disk-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        ballast = directory.resolve("ballast");
        mounted = run("mount", "-t", "tmpfs", "-o", "size=" + SIZE, "tmpfs", directory.toString());
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /** Where data can be kept. */
    Path data() {
        return directory.resolve("data");
    }

    /** Leaves no byte of it free, for a broker that runs. */
    void fill(ChildProcess broker) {
        if (!mounted) {
            run("prlimit", "--pid", Long.toString(broker.pid()), "--fsize=1");
            return;
        }
        byte[] some = new byte[64 << 10];
        try (OutputStream out = Files.newOutputStream(ballast)) {
            while (true) {
                out.write(some);
            }
        } catch (IOException e) {
            // Full.
        }
    }

    /** Makes room again. */
    void clear() {
        try {
            Files.deleteIfExists(ballast);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean run(String... command) {
        try {
            return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(atExit);
        remove();
    }

    private void remove() {
        if (mounted) {
            run("umount", "-l", directory.toString());
        }
        Directories.delete(directory);
    }
}
