package io.usersummary.bench.experiment;

import io.usersummary.bench.contender.Contenders;
import io.usersummary.bench.contender.Service;
import io.usersummary.bench.data.Backlog;
import io.usersummary.bench.data.Workload;
import io.usersummary.bench.lab.Child;
import io.usersummary.bench.lab.Cluster;
import io.usersummary.bench.lab.Lab;
import io.usersummary.bench.lab.Patience;
import io.usersummary.bench.lab.Probe;
import io.usersummary.bench.report.Report;
import io.usersummary.bench.report.Results;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * What more instances cost, or more consumers of one instance, or instances of the other engine.
 * Warmed-up instances get the same backlog at the same moment.
 */
public final class Replicas implements Experiment {

    static final String NAME = "replicas";
    static final String USERS_EACH = "users in each instance";
    static final String WORK = "CPU s per million events but for compilers";
    static final int USERS = 100_000;
    private static final int LOOK_MILLIS = 20;

    private static final Service SERVICE =
            Contenders.SERVICE.set(
                    Map.of(
                            "mp.messaging.incoming.events.isolation.level",
                            "read_committed",
                            // Each instance ends with an incomplete batch; that wait is no work.
                            "summary.batch-timeout",
                            "100ms"));

    private static final Service ON_STREAMS =
            Contenders.ON_STREAMS.set(Map.of("streams.keyed-by-user", "false"));

    /**
     * Who shares the work.
     *
     * @param consumers of the group in each instance
     */
    record Setup(Service service, int instances, int consumers) {

        @Override
        public String toString() {
            return counted(instances, "instance")
                    + (consumers == 1 ? "" : " of " + counted(consumers, "consumer"));
        }

        private static String counted(int number, String things) {
            return number + " " + things + (number == 1 ? "" : "s");
        }

        Child start(Lab lab, String group, int number) {
            return service.set(Map.of("mp.messaging.incoming.events.concurrency", "" + consumers))
                    .start(lab, group, lab.httpPort() + number);
        }
    }

    static final List<Setup> INSTANCES = instancesOf(SERVICE);
    static final List<Setup> CONSUMERS =
            List.of(new Setup(SERVICE, 1, 2), new Setup(SERVICE, 1, 4));
    static final List<Setup> STREAMS = instancesOf(ON_STREAMS);

    private static List<Setup> instancesOf(Service service) {
        return List.of(
                new Setup(service, 1, 1), new Setup(service, 2, 1), new Setup(service, 4, 1));
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void run(Lab lab, Report report) {
        List<Setup> setups = new ArrayList<>();
        for (List<Setup> some : List.of(INSTANCES, CONSUMERS, STREAMS)) {
            List<Service> service = List.of(some.get(0).service);
            if (!Entrants.present(lab, report, NAME, service).isEmpty()) {
                setups.addAll(some);
            }
        }
        System.out.printf("%n%s: %,d users, all events change their users%n", NAME, USERS);
        for (int round = 1; round <= lab.settings().rounds(); round++) {
            for (Setup setup : setups) {
                measure(lab, report.results(), setup, round);
            }
        }
        ReplicasSection.write(report);
    }

    private static void measure(Lab lab, Results results, Setup setup, int round) {
        String group =
                "bench-replicas-%s-%d-%d-%d"
                        .formatted(setup.service.name(), setup.instances, setup.consumers, round);
        long events = new Workload(lab.settings().events(), USERS, false).events();
        lab.cluster().recreateInput();
        lab.cluster().recreateOutput();
        lab.quiesce();
        List<Child> children = new ArrayList<>();
        try (Backlog backlog = new Backlog(lab.bootstrapServers(), Cluster.INPUT, USERS)) {
            for (int i = 0; i < setup.instances; i++) {
                children.add(setup.start(lab, group, i));
            }
            for (int i = 0; i < setup.instances; i++) {
                await(children, new Probe(lab.httpPort() + i)::ready, "is not ready");
            }
            int members = setup.instances * setup.consumers;
            await(children, () -> lab.cluster().members(group) >= members, "is not in the group");
            backlog.write(events);
            backlog.release();
            await(children, () -> committed(lab, group) >= events, "has not warmed up");
            backlog.write(events);
            lab.quiesce();
            long published = lab.cluster().records(Cluster.OUTPUT);
            Map<String, Double> compilers = compilerSeconds(children);
            double cpu = cpuSeconds(children);
            double brokerCpu = lab.broker().cpuSeconds();
            long start = System.nanoTime();
            backlog.release();
            await(children, () -> committed(lab, group) >= 2 * events, "has not committed");
            double seconds = (System.nanoTime() - start) / 1e9;
            double millions = events / 1e6;
            cpu = (cpuSeconds(children) - cpu) / millions;
            double work = cpu - since(compilers, compilerSeconds(children)) / millions;
            brokerCpu = (lab.broker().cpuSeconds() - brokerCpu) / millions;
            published = lab.cluster().records(Cluster.OUTPUT) - published;
            note(results, setup, round, Lap.RATE, events / seconds);
            note(results, setup, round, Lap.CPU, cpu);
            note(results, setup, round, WORK, work);
            note(results, setup, round, Lap.BROKER_CPU, brokerCpu);
            note(results, setup, round, Lap.PUBLISHED, published);
            double fewest = Double.MAX_VALUE;
            for (int i = 0; i < setup.instances; i++) {
                fewest = Math.min(fewest, new Probe(lab.httpPort() + i).users().orElse(0));
            }
            note(results, setup, round, USERS_EACH, fewest);
            System.out.printf(
                    "  round %d  %-18s %-27s %,10.0f events/s  %5.2f CPU s per million in all,"
                            + " %5.2f but for compilers, %,d published%n",
                    round, setup.service.name(), setup, events / seconds, cpu, work, published);
        } catch (IllegalStateException e) {
            System.out.printf(
                    "  round %d  %s %s failed: %s%n",
                    round, setup.service.name(), setup, e.getMessage());
        } finally {
            children.forEach(Child::close);
            lab.cluster().deleteTopicsOf(group);
        }
    }

    private static long committed(Lab lab, String group) {
        return lab.cluster().committed(group, Cluster.INPUT);
    }

    private static double cpuSeconds(List<Child> children) {
        return children.stream().mapToDouble(Child::cpuSeconds).sum();
    }

    private static Map<String, Double> compilerSeconds(List<Child> children) {
        Map<String, Double> all = new HashMap<>();
        children.forEach(child -> all.putAll(child.compilerSeconds()));
        return all;
    }

    /** A compiler's thread may have begun since; if one has ended, what it did counts as work. */
    private static double since(Map<String, Double> before, Map<String, Double> now) {
        return now.entrySet().stream()
                .mapToDouble(
                        thread -> thread.getValue() - before.getOrDefault(thread.getKey(), 0.0))
                .sum();
    }

    private static void await(List<Child> children, BooleanSupplier done, String otherwise) {
        children.forEach(Child::requireAlive);
        Patience.await(children.get(0), LOOK_MILLIS, done, otherwise);
    }

    private static void note(Results results, Setup setup, int round, String metric, double value) {
        results.add(
                new Results.Measurement(
                        NAME, setup.toString(), setup.service.name(), round, metric, value));
    }
}
