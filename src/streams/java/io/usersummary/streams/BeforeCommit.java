package io.usersummary.streams;

import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.internals.InternalProcessorContext;
import org.apache.kafka.streams.processor.internals.ProcessorNode;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.internals.CacheFlushListener;
import org.apache.kafka.streams.state.internals.CachedStateStore;

/**
 * What a task holds in memory and has to pass on before any commit of offsets that covers it: also
 * before the last one, when its partitions go to another instance. Nothing of it is logged; what a
 * crash takes away is read again, as its offsets were not committed.
 *
 * <p>The public interface of Kafka Streams has no hook before a commit. Its own record caches have
 * one, which this uses as they do; no other class here knows that. Only the thread of the task
 * calls it.
 */
final class BeforeCommit<T> implements StateStore, CachedStateStore<Object, Object> {

    private final String name;
    private final Supplier<T> fresh;
    private T held;
    private boolean open;
    private Runnable passOn = () -> {};

    private BeforeCommit(String name, Supplier<T> fresh) {
        this.name = name;
        this.fresh = fresh;
        this.held = fresh.get();
    }

    /** Makes one for each task; to be connected to the processors that share it. */
    static <T> StoreBuilder<BeforeCommit<T>> builder(String name, Supplier<T> fresh) {
        return new Builder<>(name, fresh);
    }

    /** What is held. */
    T held() {
        return held;
    }

    /**
     * To be called when a processor of the task begins: from then on its action is run before each
     * commit, and may forward as the processor itself may. Begins with nothing held.
     */
    void begin(ProcessorContext<?, ?> context, Runnable action) {
        held = fresh.get();
        InternalProcessorContext<?, ?> task = (InternalProcessorContext<?, ?>) context;
        ProcessorNode<?, ?, ?, ?> processor = task.currentNode();
        passOn =
                () -> {
                    ProcessorNode<?, ?, ?, ?> before = task.currentNode();
                    task.setCurrentNode(processor);
                    try {
                        action.run();
                    } finally {
                        task.setCurrentNode(before);
                    }
                };
    }

    /** Called by Kafka Streams before it flushes its producer and commits. */
    @Override
    public void flushCache() {
        passOn.run();
    }

    /** Called after the commit: there is nothing on disk. */
    @Override
    public void flush() {}

    @Override
    public void clearCache() {
        held = fresh.get();
    }

    @Override
    public boolean setFlushListener(CacheFlushListener<Object, Object> listener, boolean old) {
        return false;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {
        context.register(root, (key, value) -> {});
        open = true;
    }

    @Override
    public void close() {
        open = false;
        passOn = () -> {};
        held = fresh.get();
    }

    @Override
    public boolean persistent() {
        return false;
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    private record Builder<T>(String name, Supplier<T> fresh)
            implements StoreBuilder<BeforeCommit<T>> {

        @Override
        public BeforeCommit<T> build() {
            return new BeforeCommit<>(name, fresh);
        }

        @Override
        public StoreBuilder<BeforeCommit<T>> withCachingEnabled() {
            return this;
        }

        @Override
        public StoreBuilder<BeforeCommit<T>> withCachingDisabled() {
            return this;
        }

        @Override
        public StoreBuilder<BeforeCommit<T>> withLoggingEnabled(Map<String, String> config) {
            throw new UnsupportedOperationException("what is held is never logged");
        }

        @Override
        public StoreBuilder<BeforeCommit<T>> withLoggingDisabled() {
            return this;
        }

        @Override
        public Map<String, String> logConfig() {
            return Map.of();
        }

        @Override
        public boolean loggingEnabled() {
            return false;
        }
    }
}
