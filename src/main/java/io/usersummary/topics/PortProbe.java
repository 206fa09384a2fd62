package io.usersummary.topics;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * Finds out whether a port speaks Kafka's protocol with or without TLS. Kafka's clients cannot
 * tell: one without TLS takes the first bytes of a TLS alert for the length of an answer, and
 * allocates 350 MB for it; one with TLS sees a connection that closes. Blocks, for a few seconds at
 * most.
 */
enum PortProbe {
    CLEAR,
    TLS,
    UNKNOWN;

    private static final int PATIENCE_MS = 2_000;
    private static final int API_VERSIONS = 18;
    private static final int QUESTION = 0x75736572;

    static PortProbe of(String host, int port) {
        if (answersInTheClear(host, port)) {
            return CLEAR;
        }
        return showsACertificate(host, port) ? TLS : UNKNOWN;
    }

    /** Every broker tells everybody which versions of the protocol it knows. */
    private static boolean answersInTheClear(String host, int port) {
        try (Socket socket = connect(new Socket(), host, port)) {
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            out.writeInt(10);
            out.writeShort(API_VERSIONS);
            out.writeShort(0);
            out.writeInt(QUESTION);
            out.writeShort(-1);
            out.flush();
            DataInputStream in = new DataInputStream(socket.getInputStream());
            in.readInt();
            return in.readInt() == QUESTION;
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean showsACertificate(String host, int port) {
        Witness witness = new Witness();
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {witness}, null);
            try (SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket()) {
                connect(socket, host, port);
                socket.startHandshake();
            }
        } catch (IOException | GeneralSecurityException e) {
            // What matters was seen, or not.
        }
        return witness.seen.get();
    }

    private static <S extends Socket> S connect(S socket, String host, int port)
            throws IOException {
        socket.setSoTimeout(PATIENCE_MS);
        socket.connect(new InetSocketAddress(host, port), PATIENCE_MS);
        return socket;
    }

    /** Trusts nobody: nothing is said over such a connection. */
    private static final class Witness implements X509TrustManager {
        private final AtomicBoolean seen = new AtomicBoolean();

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {
            seen.set(true);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {
            throw new UnsupportedOperationException();
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
