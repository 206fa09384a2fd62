package io.usersummary.bench.lab;

import java.io.IOException;

/** Ends a child JVM as soon as the benchmark that started it is gone, however that died. */
public final class Lifeline {

    private Lifeline() {}

    /** Starts to watch; to be called first in the child's main method. */
    public static void attach() {
        Thread watcher = new Thread(Lifeline::awaitParent, "lifeline");
        watcher.setDaemon(true);
        watcher.start();
    }

    /** Keeps a child that has done its work alive, so that its processor time can be read. */
    public static void hold() {
        try {
            Thread.currentThread().join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void awaitParent() {
        try {
            // Nothing is ever written to it, so reading returns when the parent's end is closed.
            if (System.in.read() < 0) {
                Runtime.getRuntime().halt(0);
            }
        } catch (IOException e) {
            Runtime.getRuntime().halt(0);
        }
    }
}
