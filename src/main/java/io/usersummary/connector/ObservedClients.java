package io.usersummary.connector;

import jakarta.enterprise.event.Event;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
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

    /** The interfaces are spelt out where the proxies are made: a native build looks for that. */
    @SuppressWarnings("unchecked")
    static <K, V> Supplier<Consumer<K, V>> consumers(
            Supplier<Consumer<K, V>> clients, Event<Consumer<?, ?>> created) {
        return new ObservedClients<>(
                clients,
                all ->
                        (Consumer<K, V>)
                                Proxy.newProxyInstance(
                                        Consumer.class.getClassLoader(),
                                        new Class<?>[] {Consumer.class},
                                        all::call),
                created);
    }

    @SuppressWarnings("unchecked")
    static <K, V> Supplier<Producer<K, V>> producers(
            Supplier<Producer<K, V>> clients, Event<Producer<?, ?>> created) {
        return new ObservedClients<>(
                clients,
                all ->
                        (Producer<K, V>)
                                Proxy.newProxyInstance(
                                        Producer.class.getClassLoader(),
                                        new Class<?>[] {Producer.class},
                                        all::call),
                created);
    }

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
