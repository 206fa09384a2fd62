package io.usersummary.connector;

import jakarta.enterprise.event.Event;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;

/**
 * Makes a channel's clients, one after the other, and shows those who observe the creation of
 * clients a single one that lasts: it passes every call on to the client of the moment. Observers
 * keep what they are shown, and are never told that it was closed; of a client that is replaced
 * again and again they would keep every one, with a thread to read its metrics.
 *
 * @param <C> the client's interface
 */
final class ObservedClients<C> implements Supplier<C> {

    private final Supplier<C> clients;
    private final Function<ObservedClients<C>, C> proxy;
    private final Event<? super C> created;
    private volatile C current;
    private boolean shown;

    private ObservedClients(
            Supplier<C> clients, Function<ObservedClients<C>, C> proxy, Event<? super C> created) {
        this.clients = clients;
        this.proxy = proxy;
        this.created = created;
    }

    static Supplier<Consumer<ByteBuffer, ByteBuffer>> consumers(
            Supplier<Consumer<ByteBuffer, ByteBuffer>> clients, Event<Consumer<?, ?>> created) {
        return new ObservedClients<>(
                clients,
                all ->
                        (Consumer<ByteBuffer, ByteBuffer>)
                                Proxy.newProxyInstance(
                                        ObservedConsumer.class.getClassLoader(),
                                        new Class<?>[] {ObservedConsumer.class},
                                        all::call),
                created);
    }

    static Supplier<Producer<byte[], byte[]>> producers(
            Supplier<Producer<byte[], byte[]>> clients, Event<Producer<?, ?>> created) {
        return new ObservedClients<>(
                clients,
                all ->
                        (Producer<byte[], byte[]>)
                                Proxy.newProxyInstance(
                                        ObservedProducer.class.getClassLoader(),
                                        new Class<?>[] {ObservedProducer.class},
                                        all::call),
                created);
    }

    /**
     * What the proxies implement, spelt out for a native build where they are made. The types of
     * keys and values are fixed: an event of the bare {@code Consumer} would match no observer of
     * {@code Consumer<?, ?>}.
     */
    interface ObservedConsumer extends Consumer<ByteBuffer, ByteBuffer> {}

    /** See {@link ObservedConsumer}. */
    interface ObservedProducer extends Producer<byte[], byte[]> {}

    /** A new client; the one before has to be closed. */
    @Override
    public C get() {
        current = clients.get();
        if (!shown) {
            shown = true;
            created.fire(proxy.apply(this));
        }
        return current;
    }

    private Object call(Object self, Method method, Object[] arguments) throws Throwable {
        switch (method.getName()) {
            case "equals":
                return self == arguments[0];
            case "hashCode":
                return System.identityHashCode(self);
            default:
                try {
                    return method.invoke(current, arguments);
                } catch (InvocationTargetException e) {
                    throw e.getCause();
                }
        }
    }
}
