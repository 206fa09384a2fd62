package io.usersummary.web;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Requests by socket, for what a well-behaved client would not send. */
final class Http {

    private Http() {}

    /** This machine's own address on a real network, if it has one. */
    static Optional<InetAddress> ownAddress() throws SocketException {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
                .findFirst();
    }

    /** The whole answer, head and body, of a GET with these header lines. */
    static String get(InetAddress address, int port, String path, String... headers)
            throws IOException {
        try (Socket socket = ask(address, port, path, headers);
                InputStream in = socket.getInputStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** The first line of the answer to the same, which may be one that never ends. */
    static String status(InetAddress address, int port, String path, String... headers)
            throws IOException {
        try (Socket socket = ask(address, port, path, headers);
                InputStream in = socket.getInputStream()) {
            return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)).readLine();
        }
    }

    private static Socket ask(InetAddress address, int port, String path, String... headers)
            throws IOException {
        Socket socket = new Socket(address, port);
        String head = "GET " + path + " HTTP/1.1\r\nConnection: close\r\n";
        String lines = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
        socket.getOutputStream().write((head + lines + "\r\n").getBytes(StandardCharsets.UTF_8));
        return socket;
    }

    /** The whole answer to a request as it is given, until the other side closes. */
    static String ask(InetAddress address, int port, String request) throws IOException {
        try (Socket socket = new Socket(address, port)) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
