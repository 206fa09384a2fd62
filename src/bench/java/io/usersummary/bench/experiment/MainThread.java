package io.usersummary.bench.experiment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The tasks of a page's main thread, from a trace of Chromium in its Trace Event Format.
 *
 * @param clockMillis how long each took
 * @param processorMillis how long each ran meanwhile
 */
record MainThread(List<Double> clockMillis, List<Double> processorMillis) {

    /** The categories that a trace has to have. */
    static final List<String> TRACED =
            List.of("devtools.timeline", "disabled-by-default-devtools.timeline");

    private static final String TASK = "RunTask";

    /** Reads a trace; of several pages' threads it takes them all. */
    static MainThread read(byte[] trace) {
        JsonNode events;
        try {
            events = new ObjectMapper().readTree(trace).path("traceEvents");
        } catch (IOException e) {
            throw new UncheckedIOException("Chromium's trace cannot be read", e);
        }
        List<String> threads = new ArrayList<>();
        for (JsonNode event : events) {
            if (event.path("name").asText().equals("thread_name")
                    && event.path("args").path("name").asText().equals("CrRendererMain")) {
                threads.add(thread(event));
            }
        }
        MainThread tasks = new MainThread(new ArrayList<>(), new ArrayList<>());
        for (JsonNode event : events) {
            if (event.path("name").asText().equals(TASK) && threads.contains(thread(event))) {
                tasks.clockMillis.add(event.path("dur").asDouble() / 1_000);
                tasks.processorMillis.add(event.path("tdur").asDouble() / 1_000);
            }
        }
        if (tasks.clockMillis.isEmpty()) {
            throw new IllegalStateException("Chromium's trace has no " + TASK);
        }
        return tasks;
    }

    private static String thread(JsonNode event) {
        return event.path("pid").asText() + "/" + event.path("tid").asText();
    }

    static long longer(double millis, List<Double> tasks) {
        return tasks.stream().filter(task -> task > millis).count();
    }

    static double longest(List<Double> tasks) {
        return tasks.stream().mapToDouble(task -> task).max().orElse(0);
    }

    static double sum(List<Double> tasks) {
        return tasks.stream().mapToDouble(task -> task).sum();
    }
}
