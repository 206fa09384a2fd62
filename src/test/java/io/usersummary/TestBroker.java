package io.usersummary;

import io.usersummary.dev.EmbeddedKafka;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/**
 * The one broker of a test JVM. Quarkus loads test classes anew for every test profile and closes
 * the class loaders of the last one, which a running broker would not survive; so this one lives in
 * the system class loader, and is spoken to by way of types that all class loaders share.
 */
public final class TestBroker implements UnaryOperator<String> {
    private static final String KEY = TestBroker.class.getName();

    private final EmbeddedKafka kafka;

    private TestBroker() {
        Path directory = Path.of("target", "kafka", "test-" + ProcessHandle.current().pid());
        kafka = new EmbeddedKafka(EmbeddedKafka.Options.of(0, directory));
        kafka.deleteData();
        kafka.stopAtExit();
    }

    /** The broker of this JVM, started if it is not yet. Commands: address, start, stop. */
    @SuppressWarnings("unchecked")
    static UnaryOperator<String> get() {
        return (UnaryOperator<String>)
                System.getProperties().computeIfAbsent(KEY, key -> startInSystemClassLoader());
    }

    /** Called by name from another class loader. */
    public static UnaryOperator<String> started() {
        TestBroker broker = new TestBroker();
        broker.apply("start");
        return broker;
    }

    @Override
    public String apply(String command) {
        ClassLoader callers = Thread.currentThread().getContextClassLoader();
        // The broker's threads inherit it.
        Thread.currentThread().setContextClassLoader(ClassLoader.getSystemClassLoader());
        try {
            switch (command) {
                case "address" -> {}
                case "start" -> kafka.start();
                case "stop" -> kafka.stop();
                default -> throw new IllegalArgumentException(command);
            }
            return kafka.bootstrapServers();
        } finally {
            Thread.currentThread().setContextClassLoader(callers);
        }
    }

    private static Object startInSystemClassLoader() {
        try {
            return ClassLoader.getSystemClassLoader()
                    .loadClass(KEY)
                    .getMethod("started")
                    .invoke(null);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
