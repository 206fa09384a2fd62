package io.usersummary.dev;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports of localhost for servers whose address others have to know before they run, and that keep
 * it when they are started again. Thread-safe.
 */
public final class Ports {
    static final int FIRST = 20_000;

    /**
     * Beyond it systems choose the ports of outgoing connections (Linux from 32768, others from
     * 49152). A port from there may become some client's own end before the server has bound it, or
     * while the server is down between two starts: then it cannot start.
     */
    static final int END = 32_000;

    /** Processes that run side by side begin in different places. */
    private static final int OF_A_PROCESS = 200;

    private static int next = first();

    private Ports() {}

    private static int first() {
        long block = ProcessHandle.current().pid() % ((END - FIRST) / OF_A_PROCESS);
        int within = ThreadLocalRandom.current().nextInt(OF_A_PROCESS / 2);
        return FIRST + (int) block * OF_A_PROCESS + within;
    }

    /**
     * A port that nobody listens on, and that this method has not returned lately.
     *
     * @throws IllegalStateException if all of them are taken
     */
    public static synchronized int free() {
        for (int i = FIRST; i < END; i++) {
            int port = next;
            next = port + 1 < END ? port + 1 : FIRST;
            if (isFree(port)) {
                return port;
            }
        }
        throw new IllegalStateException("all ports from " + FIRST + " to " + END + " are taken");
    }

    /** Whether a server could listen on this port of localhost right now. */
    public static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress("localhost", port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
