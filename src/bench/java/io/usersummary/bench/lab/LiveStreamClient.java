package io.usersummary.bench.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** Somebody at the page: reads the application's live stream until {@link #close()}. */
public final class LiveStreamClient implements AutoCloseable {

    private final AtomicLong lines = new AtomicLong();
    private final Stream<String> stream;

    public LiveStreamClient(int port) {
        HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        HttpRequest request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/stream"))
                        .header("Accept", "text/event-stream")
                        .build();
        try {
            stream = client.send(request, HttpResponse.BodyHandlers.ofLines()).body();
        } catch (IOException e) {
            throw new IllegalStateException("No live stream: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
        Thread reader = new Thread(this::read, "live-stream-client");
        reader.setDaemon(true);
        reader.start();
    }

    private void read() {
        try {
            stream.forEach(line -> lines.incrementAndGet());
        } catch (UncheckedIOException e) {
            // Closed, here or there.
        }
    }

    /** Number of lines that came so far. */
    public long lines() {
        return lines.get();
    }

    @Override
    public void close() {
        stream.close();
    }
}
