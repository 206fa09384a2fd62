package io.usersummary.crash;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/** A network between the service and one broker, as bad as a test wants it to be. Thread-safe. */
final class Proxy implements AutoCloseable {

    /** What becomes of the bytes. */
    enum Mode {
        PASS,
        /** They arrive late: up to a third of a second for each piece, either way. */
        DELAY,
        /** Connections are cut, and new ones at once. */
        CUT,
        /** Of the next piece the first half arrives; then the connection is cut. */
        HALVE,
        /** Nothing arrives, and nobody is told. */
        DROP
    }

    private static final int LONGEST_DELAY_MILLIS = 330;

    private final ServerSocket server;
    private final int target;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private volatile Mode mode = Mode.PASS;

    /**
     * @param target the broker's port
     */
    Proxy(int target) {
        this.target = target;
        try {
            server = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        run("proxy-accept", this::accept);
    }

    String address() {
        return "127.0.0.1:" + server.getLocalPort();
    }

    /** From now on; connections whose bytes were lost end, as they would in the end. */
    void set(Mode next) {
        Mode before = mode;
        mode = next;
        if (next == Mode.CUT || before == Mode.DROP) {
            sockets.forEach(Proxy::close);
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket client = server.accept();
                sockets.add(client);
                run("proxy-connect", () -> connect(client));
            }
        } catch (IOException e) {
            // Closed: the test is over.
        }
    }

    private void connect(Socket client) {
        try {
            if (mode == Mode.CUT) {
                throw new IOException("cut");
            }
            Socket broker = new Socket(InetAddress.getByName("127.0.0.1"), target);
            sockets.add(broker);
            run("proxy-up", () -> pump(client, broker));
            run("proxy-down", () -> pump(broker, client));
        } catch (IOException e) {
            end(client);
        }
    }

    private void pump(Socket from, Socket to) {
        byte[] piece = new byte[64 << 10];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            int length = in.read(piece);
            while (length > 0 && pass(piece, length, out)) {
                length = in.read(piece);
            }
        } catch (IOException e) {
            // One end is gone; so is the other, now.
        } finally {
            end(from);
            end(to);
        }
    }

    /** Whether the connection lives on. */
    private boolean pass(byte[] piece, int length, OutputStream out) throws IOException {
        switch (mode) {
            case PASS -> out.write(piece, 0, length);
            case DELAY -> {
                sleep(ThreadLocalRandom.current().nextInt(LONGEST_DELAY_MILLIS));
                out.write(piece, 0, length);
            }
            case HALVE -> {
                out.write(piece, 0, length / 2);
                return false;
            }
            case CUT -> {
                return false;
            }
            case DROP -> {
                while (mode == Mode.DROP && !server.isClosed()) {
                    sleep(20);
                }
                return false;
            }
        }
        return true;
    }

    private void end(Socket socket) {
        sockets.remove(socket);
        close(socket);
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It is closed as far as it can be.
        }
    }

    private static void sleep(int millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void run(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        sockets.forEach(Proxy::close);
    }
}
