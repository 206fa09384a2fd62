package io.usersummary.bench.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Processor time of the whole machine, to see how much others disturbed a measurement. */
final class MachineLoad {

    private static final Path STAT = Path.of("/proc/stat");
    private static final double TICKS_PER_SECOND = 100;
    private static final int IDLE = 4;
    private static final int IO_WAIT = 5;
    private static final int STEAL = 8;

    private MachineLoad() {}

    /**
     * Seconds of processor time that all processes together have used, including what a hypervisor
     * took away; not a number where the machine does not tell.
     */
    static double busySeconds() {
        try {
            String[] fields = Files.readString(STAT).lines().findFirst().orElse("").split(" +");
            double ticks = 0;
            for (int i = 1; i <= STEAL; i++) {
                ticks += i == IDLE || i == IO_WAIT ? 0 : Double.parseDouble(fields[i]);
            }
            return ticks / TICKS_PER_SECOND;
        } catch (IOException | RuntimeException e) {
            return Double.NaN;
        }
    }

    /** Seconds of processor time this benchmark's own process has used. */
    static double ownSeconds() {
        Duration own = ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
        return own.toNanos() / 1e9;
    }
}
