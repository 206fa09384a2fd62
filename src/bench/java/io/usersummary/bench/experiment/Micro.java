package io.usersummary.bench.experiment;

import io.usersummary.bench.Settings;
import io.usersummary.bench.lab.Lab;
import io.usersummary.bench.micro.ReadAndJoin;
import io.usersummary.bench.micro.ReadShapes;
import io.usersummary.bench.report.Report;
import io.usersummary.bench.report.Results;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Reading one event and joining it, in isolation: time and garbage an event. */
public final class Micro implements Experiment {

    private static final String NAME = "jmh";
    private static final String RATE = "events/s";
    private static final String ALLOCATED = "bytes allocated an event";
    private static final String ALLOCATION_RESULT = "gc.alloc.rate.norm";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void run(Lab lab, Report report) {
        System.out.printf("%n%s: a few minutes%n", NAME);
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("benchmark", "of", RATE, "error", ALLOCATED));
        for (RunResult result : measure(lab.settings())) {
            rows.add(row(report.results(), result));
        }
        report.heading("One event");
        report.paragraph(
                """
                JMH: `read` and `readAndJoin` are the service's own reader, which also checks the
                whole event, and its table; `jacksonRead` and `jacksonReadAndJoin` are what the
                plain consumer does, without a check. `readShape` reads an event of the shape that
                is named, `jacksonFilter` with Jackson's streaming pointer filter. One thread, and the error is that of a 99.9%
                confidence interval.""");
        report.table(rows);
    }

    private static Collection<RunResult> measure(Settings settings) {
        Options options =
                new OptionsBuilder()
                        .include(ReadAndJoin.class.getName())
                        .include(ReadShapes.class.getName())
                        .mode(Mode.Throughput)
                        .timeUnit(TimeUnit.SECONDS)
                        .forks(settings.quick() ? 1 : 2)
                        .warmupIterations(settings.quick() ? 1 : 3)
                        .warmupTime(TimeValue.seconds(1))
                        .measurementIterations(settings.quick() ? 2 : 5)
                        .measurementTime(TimeValue.seconds(1))
                        .addProfiler(GCProfiler.class)
                        .output(Settings.RESULTS.resolve("logs").resolve("jmh.log").toString())
                        .build();
        try {
            return new Runner(options).run();
        } catch (RunnerException e) {
            throw new IllegalStateException("JMH did not run: " + e.getMessage(), e);
        }
    }

    private static List<String> row(Results results, RunResult result) {
        String name = result.getPrimaryResult().getLabel();
        String workload = workload(result);
        double rate = result.getPrimaryResult().getScore();
        double allocated = result.getSecondaryResults().get(ALLOCATION_RESULT).getScore();
        results.add(new Results.Measurement(NAME, workload, name, 1, RATE, rate));
        results.add(new Results.Measurement(NAME, workload, name, 1, ALLOCATED, allocated));
        System.out.printf(
                Locale.ROOT,
                "  %-20s %s %,12.0f events/s %8.1f bytes%n",
                name,
                workload,
                rate,
                allocated);
        return List.of(
                "`" + name + "`",
                workload,
                String.format(Locale.ROOT, "%,.0f", rate),
                error(result),
                String.format(Locale.ROOT, "%.1f", allocated));
    }

    private static String workload(RunResult result) {
        String users = result.getParams().getParam("users");
        return users == null
                ? result.getParams().getParam("shape").toLowerCase(Locale.ROOT).replace('_', ' ')
                : users + " users";
    }

    /** Two measurements, as in a quick run, are too few for an error. */
    private static String error(RunResult result) {
        double error = result.getPrimaryResult().getScoreError();
        return Double.isNaN(error) ? "-" : String.format(Locale.ROOT, "%,.0f", error);
    }
}
