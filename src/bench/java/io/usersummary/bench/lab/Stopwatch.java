package io.usersummary.bench.lab;

/** Time and processor time of a contender, the broker and everybody else, from start to now. */
public final class Stopwatch {

    private final Child contender;
    private final Child broker;
    private final long started;
    private final double contenderCpu;
    private final double brokerCpu;
    private final double ownCpu;
    private final double busy;

    private Stopwatch(Child contender, Child broker) {
        this.contender = contender;
        this.broker = broker;
        busy = MachineLoad.busySeconds();
        ownCpu = MachineLoad.ownSeconds();
        brokerCpu = broker.cpuSeconds();
        contenderCpu = contender.cpuSeconds();
        started = System.nanoTime();
    }

    /** Starts to measure. */
    public static Stopwatch start(Child contender, Child broker) {
        return new Stopwatch(contender, broker);
    }

    /** What has passed since the start. */
    public Usage read() {
        double seconds = (System.nanoTime() - started) / 1e9;
        double used = contender.cpuSeconds() - contenderCpu;
        double brokerUsed = broker.cpuSeconds() - brokerCpu;
        double own = MachineLoad.ownSeconds() - ownCpu;
        double others = MachineLoad.busySeconds() - busy - used - brokerUsed - own;
        int cores = Runtime.getRuntime().availableProcessors();
        return new Usage(seconds, used, brokerUsed, Math.max(0, others) / (seconds * cores));
    }

    /**
     * What was used between two moments.
     *
     * @param seconds time on the clock
     * @param cpuSeconds processor time of the contender
     * @param brokerCpuSeconds processor time of the broker
     * @param foreignShare part of the machine, 0 to 1, that processes outside of the measurement
     *     used meanwhile
     */
    public record Usage(
            double seconds, double cpuSeconds, double brokerCpuSeconds, double foreignShare) {}
}
