package io.usersummary.bench.experiment;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.usersummary.bench.data.Filler;
import io.usersummary.bench.data.SampleEvent;
import io.usersummary.query.Bucket;
import io.usersummary.query.Filter;
import io.usersummary.query.Order;
import io.usersummary.summary.Intervals;
import io.usersummary.summary.SummaryTable;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * How long joins wait for the table's lock while questions are asked back to back.
 *
 * @param rows of a table, the first one its head
 */
record QuestionPauses(List<List<String>> rows) {

    private static final int SECONDS = 6;
    private static final int MOST = 4_000_000;
    private static final Runnable NOTHING = () -> {};

    /** Fills a table of so many users in this process, and measures. */
    static QuestionPauses measure(int users) {
        SummaryTable table = filled(users);
        var questions = new io.usersummary.query.Questions(table);
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("", "median", "99.9 %", "99.99 %", "longest"));
        joins(table, users, NOTHING); // warms up
        rows.add(row("nobody asks", joins(table, users, NOTHING)));
        Runnable top = () -> questions.page(Filter.ALL, Order.LAST_SEEN_DESCENDING, 100, null);
        Runnable histogram =
                () -> questions.histogram(Filter.ALL, true, Bucket.DAY, ZoneId.of("Europe/Paris"));
        Runnable all =
                () -> {
                    top.run();
                    histogram.run();
                };
        joins(table, users, all);
        rows.add(row("questions back to back", joins(table, users, all)));
        return new QuestionPauses(rows);
    }

    private static SummaryTable filled(int users) {
        SummaryTable table = new SummaryTable();
        SplittableRandom random = new SplittableRandom(users);
        Intervals block = new Intervals(1_000);
        for (int user = 0; user < users; user++) {
            byte[] id = SampleEvent.userId(user).getBytes(UTF_8);
            long last = Filler.BASE_TIME - 1 - random.nextInt(90_000_000);
            block.add(id, 0, id.length, last - random.nextInt(1_000_000), last);
            if (block.size() == 1_000 || user == users - 1) {
                table.joinPublished(block);
                block.clear();
            }
        }
        return table;
    }

    /** Milliseconds of each join of one event, while another thread does something over again. */
    private static double[] joins(SummaryTable table, int users, Runnable asked) {
        AtomicBoolean over = new AtomicBoolean();
        Thread asker =
                new Thread(
                        () -> {
                            while (!over.get()) {
                                asked.run();
                            }
                        },
                        "asker");
        if (asked != NOTHING) {
            asker.start();
        }
        double[] millis = new double[MOST];
        SplittableRandom random = new SplittableRandom(1);
        Intervals event = new Intervals(1);
        long end = System.nanoTime() + SECONDS * 1_000_000_000L;
        int count = 0;
        while (count < MOST && System.nanoTime() < end) {
            byte[] id = SampleEvent.userId(random.nextInt(users)).getBytes(UTF_8);
            event.clear();
            event.add(id, 0, id.length, Filler.BASE_TIME - 1, Filler.BASE_TIME - 1);
            long begin = System.nanoTime();
            table.join(event);
            millis[count++] = (System.nanoTime() - begin) / 1e6;
            table.takeChanged();
        }
        over.set(true);
        try {
            asker.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        double[] all = Arrays.copyOf(millis, count);
        Arrays.sort(all);
        return all;
    }

    private static List<String> row(String name, double[] sorted) {
        List<String> row =
                List.of(
                        name,
                        at(sorted, 0.5),
                        at(sorted, 0.999),
                        at(sorted, 0.9999),
                        at(sorted, 1));
        System.out.println("  " + row);
        return row;
    }

    private static String at(double[] sorted, double share) {
        int index = (int) Math.min(sorted.length - 1L, (long) (share * sorted.length));
        return String.format(Locale.ROOT, "%.3f", sorted[index]);
    }
}
