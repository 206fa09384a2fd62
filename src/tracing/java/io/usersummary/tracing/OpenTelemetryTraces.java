package io.usersummary.tracing;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.usersummary.processor.BatchTraces;
import io.usersummary.summary.Summary;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * A span for every summary: it continues the trace of the last event of its user in the batch, and
 * links those of the others. It begins when the summary is sent and ends when the batch is durable.
 */
final class OpenTelemetryTraces implements BatchTraces {

    /** A batch may have millions of events; the traces of so many are enough to follow. */
    private static final int MOST = 10_000;

    private static final int BYTES_EACH = 600;

    private final Tracer tracer;
    private final TextMapPropagator propagator;
    private final Map<ByteBuffer, List<SpanContext>> eventsByUser = new HashMap<>();
    private final List<Span> published = new ArrayList<>();
    private int events;

    OpenTelemetryTraces(Tracer tracer, TextMapPropagator propagator) {
        this.tracer = tracer;
        this.propagator = propagator;
    }

    @Override
    public void add(io.usersummary.json.Span userId, Headers headers) {
        if (events == MOST) {
            return;
        }
        SpanContext event =
                Span.fromContext(propagator.extract(Context.root(), headers, HeaderText.GETTER))
                        .getSpanContext();
        if (event.isValid()) {
            events++;
            byte[] id = userId.copy();
            eventsByUser.computeIfAbsent(ByteBuffer.wrap(id), u -> new ArrayList<>()).add(event);
        }
    }

    @Override
    public Iterable<Header> publish(String topic, Summary summary) {
        List<SpanContext> causes = eventsByUser.get(ByteBuffer.wrap(summary.userIdBytes()));
        if (causes == null) {
            return null;
        }
        int last = causes.size() - 1;
        Context parent = Context.root().with(Span.wrap(causes.get(last)));
        SpanBuilder builder =
                tracer.spanBuilder(topic + " publish")
                        .setSpanKind(SpanKind.PRODUCER)
                        .setParent(parent)
                        .setAttribute("messaging.system", "kafka")
                        .setAttribute("messaging.operation.type", "send")
                        .setAttribute("messaging.destination.name", topic);
        causes.subList(0, last).forEach(builder::addLink);
        Span span = builder.startSpan();
        synchronized (published) {
            published.add(span);
        }
        Headers headers = new RecordHeaders();
        propagator.inject(parent.with(span), headers, HeaderText.SETTER);
        return headers;
    }

    @Override
    public void durable() {
        synchronized (published) {
            published.forEach(Span::end);
            published.clear();
        }
    }

    @Override
    public long bytes() {
        return (long) events * BYTES_EACH;
    }
}
