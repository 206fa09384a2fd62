package io.usersummary.bench.experiment;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import io.usersummary.bench.contender.Contenders;
import io.usersummary.bench.lab.Child;
import io.usersummary.bench.lab.Lab;
import io.usersummary.bench.lab.Patience;
import io.usersummary.bench.lab.Pause;
import io.usersummary.bench.lab.Probe;
import io.usersummary.bench.report.Report;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Whether the page stays smooth while events come in: frames, and tasks of its main thread over 50
 * ms, by the clock and by the processor time that they took themselves.
 */
public final class Page implements Experiment {

    private static final String NAME = "page";
    private static final int LOOK_MILLIS = 50;
    private static final List<Integer> RATES = List.of(0, 1_000, 10_000);

    private static final double LONG_MILLIS = 50;

    /** Counts frames from now on. */
    private static final String OBSERVE =
            """
            () => {
              const seen = { frames: 0, since: performance.now() };
              const frame = () => { seen.frames++; requestAnimationFrame(frame); };
              requestAnimationFrame(frame);
              window.seen = seen;
            }""";

    private static final String FRAMES =
            "() => seen.frames / ((performance.now() - seen.since) / 1000)";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void run(Lab lab, Report report) {
        Path chromium = Path.of(System.getenv().getOrDefault("CHROMIUM", "/usr/bin/chromium"));
        report.heading("The page under load");
        if (!Files.isExecutable(chromium)) {
            report.paragraph("*Left out: there is no " + chromium + "; CHROMIUM may name one.*");
            return;
        }
        System.out.printf("%n%s%n", NAME);
        lab.cluster().recreateInput();
        lab.cluster().recreateOutput();
        List<List<String>> rows = new ArrayList<>();
        rows.add(
                List.of(
                        "events/s",
                        "frames/s",
                        "tasks > 50 ms",
                        "longest ms",
                        "tasks > 50 ms of processor time",
                        "longest, processor ms",
                        "processor share"));
        int seconds = lab.settings().scaled(20);
        int capacity = RATES.stream().mapToInt(rate -> rate * 2 * seconds).sum();
        try (Child child = Contenders.SERVICE.start(lab, "bench-page");
                SteadyLoad load = new SteadyLoad(lab.bootstrapServers(), capacity);
                Playwright playwright =
                        Playwright.create(
                                new Playwright.CreateOptions()
                                        .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
                var browser =
                        playwright
                                .chromium()
                                .launch(
                                        new BrowserType.LaunchOptions()
                                                .setExecutablePath(chromium)
                                                .setArgs(
                                                        List.of(
                                                                "--no-sandbox",
                                                                "--disable-gpu")))) {
            Patience.await(child, LOOK_MILLIS, new Probe(lab.httpPort())::ready, "is not ready");
            var page = browser.newPage();
            page.navigate("http://localhost:" + lab.httpPort() + "/");
            for (int rate : RATES) {
                run(load, rate, seconds);
                page.evaluate(OBSERVE);
                browser.startTracing(
                        page, new Browser.StartTracingOptions().setCategories(MainThread.TRACED));
                run(load, rate, seconds);
                double frames = ((Number) page.evaluate(FRAMES)).doubleValue();
                rows.add(row(rate, frames, seconds, MainThread.read(browser.stopTracing())));
                System.out.println("  " + rows.get(rows.size() - 1));
            }
        }
        report.paragraph(
                "Headless Chromium without a GPU, on the machine that also runs the broker, the"
                        + " service and the sender: by the clock a task also waits for them.");
        report.table(rows);
    }

    private static void run(SteadyLoad load, int rate, int seconds) {
        if (rate == 0) {
            Pause.millis(seconds * 1_000L);
        } else {
            load.run(rate, seconds);
        }
    }

    private static List<String> row(
            int rate, double framesPerSecond, int seconds, MainThread thread) {
        return List.of(
                String.format(Locale.ROOT, "%,d", rate),
                String.format(Locale.ROOT, "%.0f", framesPerSecond),
                Long.toString(MainThread.longer(LONG_MILLIS, thread.clockMillis())),
                String.format(Locale.ROOT, "%.0f", MainThread.longest(thread.clockMillis())),
                Long.toString(MainThread.longer(LONG_MILLIS, thread.processorMillis())),
                String.format(Locale.ROOT, "%.0f", MainThread.longest(thread.processorMillis())),
                String.format(
                        Locale.ROOT,
                        "%.3f",
                        MainThread.sum(thread.processorMillis()) / 1_000 / seconds));
    }
}
