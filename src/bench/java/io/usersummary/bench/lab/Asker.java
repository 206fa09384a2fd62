package io.usersummary.bench.lab;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Puts questions to the application over HTTP. */
public final class Asker implements AutoCloseable {

    private static final long SECOND_MILLIS = 1_000;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String base;
    private final AtomicInteger asked = new AtomicInteger();
    private Thread thread;

    public Asker(int port) {
        base = "http://127.0.0.1:" + port;
    }

    /** How long the whole answer takes, in milliseconds. */
    public double millis(String question) {
        long begin = System.nanoTime();
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create(base + question)).build();
            HttpResponse<String> answer =
                    client.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IllegalStateException(question + ": " + answer.body());
            }
        } catch (IOException e) {
            throw new IllegalStateException(question + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
        return (System.nanoTime() - begin) / 1e6;
    }

    /** Asks one of these a second, in turns, until it is closed. */
    public Asker onceASecond(List<String> questions) {
        thread =
                new Thread(
                        () -> {
                            while (!Thread.currentThread().isInterrupted()) {
                                try {
                                    double took =
                                            millis(
                                                    questions.get(
                                                            asked.getAndIncrement()
                                                                    % questions.size()));
                                    Pause.millis(Math.max(0, SECOND_MILLIS - (long) took));
                                } catch (IllegalStateException e) {
                                    return;
                                }
                            }
                        },
                        "asker");
        thread.setDaemon(true);
        thread.start();
        return this;
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
