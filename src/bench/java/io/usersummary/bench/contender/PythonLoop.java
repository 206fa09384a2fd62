package io.usersummary.bench.contender;

import io.usersummary.bench.lab.Child;
import io.usersummary.bench.lab.Cluster;
import io.usersummary.bench.lab.Lab;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A Python loop on librdkafka, where a Python with confluent_kafka is installed. */
record PythonLoop() implements Contender {

    private static final String PYTHON = "/usr/bin/python3";
    private static final Path SCRIPT = Path.of("src", "bench", "python", "loop.py");

    @Override
    public String name() {
        return "python";
    }

    @Override
    public String description() {
        return "Python loop on librdkafka, json.loads, dict; publishes nothing";
    }

    @Override
    public boolean publishes() {
        return false;
    }

    @Override
    public Optional<String> obstacle() {
        if (!Files.isExecutable(Path.of(PYTHON))) {
            return Optional.of("there is no " + PYTHON);
        }
        try {
            Process probe =
                    new ProcessBuilder(PYTHON, "-c", "import confluent_kafka")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start();
            return probe.waitFor() == 0
                    ? Optional.empty()
                    : Optional.of(
                            PYTHON
                                    + " has no confluent_kafka"
                                    + " (on Debian: apt-get install python3-confluent-kafka)");
        } catch (IOException e) {
            return Optional.of(e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("interrupted");
        }
    }

    @Override
    public Child start(Lab lab, String group, long events) {
        List<String> command =
                List.of(
                        PYTHON,
                        SCRIPT.toString(),
                        lab.bootstrapServers(),
                        Cluster.INPUT,
                        group,
                        Long.toString(events));
        return Child.start(lab.logs(), group, command, Map.of());
    }
}
