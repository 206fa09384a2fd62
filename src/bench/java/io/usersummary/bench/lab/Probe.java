package io.usersummary.bench.lab;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.OptionalDouble;

/** Asks the running application, over HTTP, as an operator would. */
public final class Probe {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final HttpClient client =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(TIMEOUT)
                    .build();
    private final String base;

    public Probe(int port) {
        base = "http://127.0.0.1:" + port;
    }

    /** True once the application says that it is ready. */
    public boolean ready() {
        HttpResponse<String> answer = get("/q/health/ready");
        return answer != null && answer.statusCode() == 200;
    }

    /** Number of users in the table, if the application tells. */
    public OptionalDouble users() {
        HttpResponse<String> answer = get("/q/metrics");
        if (answer == null || answer.statusCode() != 200) {
            return OptionalDouble.empty();
        }
        return answer.body()
                .lines()
                .filter(line -> line.matches("user_summary_users(\\{.*})? .*"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .findFirst();
    }

    /** The answer, or null while nobody listens. */
    private HttpResponse<String> get(String path) {
        try {
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create(base + path)).timeout(TIMEOUT).build();
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
    }
}
