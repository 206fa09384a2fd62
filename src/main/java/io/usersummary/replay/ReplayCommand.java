package io.usersummary.replay;

import io.quarkus.runtime.PreventFurtherStepsException;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.annotations.CommandLineArguments;
import io.usersummary.event.EventShape;
import io.usersummary.topics.TopicsSettings;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * The command {@code replay}: where the command line begins with this word, it runs in the place of
 * the service, with the same settings, and ends the process before anything of the service starts.
 */
@Singleton
class ReplayCommand {

    private static final String NAME = "replay";
    private static final String DRY_RUN = "--dry-run";
    private static final int DONE = 0;
    private static final int FAILED = 1;
    private static final int MISUSED = 2;
    private static final int INTERRUPTED = 130;

    private static final String USAGE =
            """
            replay sends dead letters back to the input topic: key, value, headers and time as
            they were, and a header dead-letter-returns that counts. All of them, or those
              --reason=TEXT      whose reason contains this
              --since=TIME       that were set aside then or later, such as 2026-11-24T08:00:00Z
              --until=TIME       that were set aside before
              --partition=N,...  that came from these partitions of the input topic
              --again            those too that were sent back before, and set aside again
            and with
              --dry-run          nothing is sent, only counted
            It may be interrupted; the next run goes on. Settings are those of the service.""";

    private final String[] arguments;
    private final ReplayClients clients;
    private final TopicsSettings topics;
    private final EventShape shape;
    private volatile boolean stopped;

    ReplayCommand(
            @CommandLineArguments String[] arguments,
            ReplayClients clients,
            TopicsSettings topics,
            EventShape shape) {
        this.arguments = arguments;
        this.clients = clients;
        this.topics = topics;
        this.shape = shape;
    }

    /** Ahead of everything of the service, and behind the checks of its settings. */
    void run(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE + 1) StartupEvent start) {
        if (arguments.length == 0) {
            return;
        }
        int exitCode = MISUSED;
        if (arguments[0].equals(NAME)) {
            exitCode = run(List.of(arguments).subList(1, arguments.length));
        } else {
            System.err.printf(
                    "There is no command '%s'; the only one is %s. Settings (-D) go before -jar%n",
                    arguments[0], NAME);
        }
        Quarkus.asyncExit(exitCode);
        throw new PreventFurtherStepsException();
    }

    private int run(List<String> words) {
        if (words.contains("--help")) {
            System.out.println(USAGE);
            return DONE;
        }
        List<String> options = new ArrayList<>(words);
        boolean dryRun = options.remove(DRY_RUN);
        Filter filter;
        try {
            filter = Filter.of(options);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.err.println(USAGE);
            return MISUSED;
        }
        return replay(
                new Replay.Order(
                        filter,
                        topics.deadLetters(),
                        topics.input(),
                        shape.timestamp().isRecord(),
                        dryRun));
    }

    private int replay(Replay.Order order) {
        CountDownLatch ended = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(ended), "replay-stop"));
        Tally tally = new Tally(System.out, order.dryRun());
        try (Consumer<byte[], byte[]> consumer = clients.consumer();
                Producer<byte[], byte[]> producer = clients.producer()) {
            Uuid topicId = clients.topicId(order.deadLetters());
            Replay replay = new Replay(order, topicId, consumer, producer, tally);
            boolean whole = replay.run(() -> stopped);
            tally.tell();
            if (!whole) {
                System.out.println("Interrupted; run it again to go on");
            }
            return whole ? DONE : INTERRUPTED;
        } catch (UnknownTopicOrPartitionException e) {
            System.err.println(
                    "There is no topic " + order.deadLetters() + ", and so no dead letter");
            return DONE;
        } catch (KafkaException | InterruptedException e) {
            Throwable reason = e.getCause() == null ? e : e.getCause();
            System.err.printf(
                    "Stopped, for Kafka at %s: %s. Run it again to go on%n",
                    clients.bootstrapServers(), reason.getMessage());
            return FAILED;
        } finally {
            ended.countDown();
        }
    }

    /** The process is told to end: gives what is on its way the time to be written and noted. */
    private void stop(CountDownLatch ended) {
        stopped = true;
        try {
            ended.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
