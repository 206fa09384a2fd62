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
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * What more instances cost: each reads its share of the events, and each follows all of what is
 * published. Warmed-up instances get the same backlog at the same moment.
 */
public final class Replicas implements Experiment {

    static final String NAME = "replicas";
    static final String USERS_EACH = "users in each instance";
    static final List<Integer> INSTANCES = List.of(1, 2, 4);
    static final int USERS = 100_000;
    private static final int LOOK_MILLIS = 20;

    private static final Service SERVICE =
            new Service(
                    Contenders.SERVICE.name(),
                    Contenders.SERVICE.description(),
                    Map.of(
                            "mp.messaging.incoming.events.isolation.level",
                            "read_committed",
                            // Each instance ends with an incomplete batch; that wait is no work.
                            "summary.batch-timeout",
                            "100ms"));

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void run(Lab lab, Report report) {
        if (Entrants.present(lab, report, NAME, List.of(SERVICE)).isEmpty()) {
            return;
        }
        System.out.printf("%n%s: %,d users, all events change their users%n", NAME, USERS);
        for (int round = 1; round <= lab.settings().rounds(); round++) {
            for (int instances : INSTANCES) {
                measure(lab, report.results(), instances, round);
            }
        }
        ReplicasSection.write(report);
    }

    private static void measure(Lab lab, Results results, int instances, int round) {
        String group = "bench-replicas-%d-%d".formatted(instances, round);
        long events = new Workload(lab.settings().events(), USERS, false).events();
        lab.cluster().recreateInput();
        lab.cluster().recreateOutput();
        lab.quiesce();
        List<Child> children = new ArrayList<>();
        try (Backlog backlog = new Backlog(lab.bootstrapServers(), Cluster.INPUT, USERS)) {
            for (int i = 0; i < instances; i++) {
                children.add(SERVICE.start(lab, group, lab.httpPort() + i));
            }
            for (int i = 0; i < instances; i++) {
                await(children, new Probe(lab.httpPort() + i)::ready, "is not ready");
            }
            await(children, () -> lab.cluster().members(group) == instances, "is not in the group");
            backlog.write(events);
            backlog.release();
            await(children, () -> committed(lab, group) >= events, "has not warmed up");
            backlog.write(events);
            lab.quiesce();
            long published = lab.cluster().records(Cluster.OUTPUT);
            double cpu = cpuSeconds(children);
            double brokerCpu = lab.broker().cpuSeconds();
            long start = System.nanoTime();
            backlog.release();
            await(children, () -> committed(lab, group) >= 2 * events, "has not committed");
            double seconds = (System.nanoTime() - start) / 1e9;
            double millions = events / 1e6;
            cpu = (cpuSeconds(children) - cpu) / millions;
            brokerCpu = (lab.broker().cpuSeconds() - brokerCpu) / millions;
            published = lab.cluster().records(Cluster.OUTPUT) - published;
            note(results, instances, round, Lap.RATE, events / seconds);
            note(results, instances, round, Lap.CPU, cpu);
            note(results, instances, round, Lap.BROKER_CPU, brokerCpu);
            note(results, instances, round, Lap.PUBLISHED, published);
            double fewest = Double.MAX_VALUE;
            for (int i = 0; i < instances; i++) {
                fewest = Math.min(fewest, new Probe(lab.httpPort() + i).users().orElse(0));
            }
            note(results, instances, round, USERS_EACH, fewest);
            System.out.printf(
                    "  round %d  %d instance(s)  %,10.0f events/s  %5.2f CPU s per million in all,"
                            + " %,d published%n",
                    round, instances, events / seconds, cpu, published);
        } catch (IllegalStateException e) {
            System.out.printf(
                    "  round %d  %d instance(s) failed: %s%n", round, instances, e.getMessage());
        } finally {
            children.forEach(Child::close);
        }
    }

    private static long committed(Lab lab, String group) {
        return lab.cluster().committed(group, Cluster.INPUT);
    }

    private static double cpuSeconds(List<Child> children) {
        return children.stream().mapToDouble(Child::cpuSeconds).sum();
    }

    private static void await(List<Child> children, BooleanSupplier done, String otherwise) {
        children.forEach(Child::requireAlive);
        Patience.await(children.get(0), LOOK_MILLIS, done, otherwise);
    }

    private static void note(
            Results results, int instances, int round, String metric, double value) {
        results.add(
                new Results.Measurement(
                        NAME, workload(instances), SERVICE.name(), round, metric, value));
    }

    static String workload(int instances) {
        return instances + (instances == 1 ? " instance" : " instances");
    }
}
