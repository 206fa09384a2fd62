package io.usersummary.secured;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/** Keys and certificates of a test, made by the JDK's keytool when they are needed. */
final class Certificates {

    /** Of every store and key. */
    static final String PASSWORD = "not-a-secret";

    /** Who signs what is trusted, and who signs what is not. */
    static final String AUTHORITY = "authority";

    static final String STRANGER = "stranger";

    private final Path directory;
    private final Path all;

    Certificates(Path directory) throws IOException, InterruptedException {
        this.directory = directory;
        this.all = directory.resolve("all.p12");
        Files.createDirectories(directory);
        Files.deleteIfExists(all);
        authority(AUTHORITY);
        authority(STRANGER);
    }

    private void authority(String alias) throws IOException, InterruptedException {
        keytool("-alias", alias, "-dname", "CN=" + alias, "-ext", "bc:c", "-validity", "2");
    }

    /**
     * Makes a key with a certificate; one that was there before is replaced.
     *
     * @param start as keytool has it: {@code -10d} is ten days ago
     * @param days how long it is valid
     * @param host the name of the server; null for a client
     */
    void issue(String alias, String authority, String start, int days, String host)
            throws Exception {
        forget(alias);
        List<String> arguments =
                new ArrayList<>(
                        List.of("-alias", alias, "-dname", "CN=" + alias, "-signer", authority));
        arguments.addAll(List.of("-startdate", start, "-validity", "" + days));
        if (host != null) {
            arguments.addAll(List.of("-ext", "san=dns:" + host));
        }
        keytool(arguments.toArray(String[]::new));
    }

    private void forget(String alias) throws Exception {
        KeyStore store = load();
        store.deleteEntry(alias);
        store(store, all.getFileName().toString());
    }

    private void keytool(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of("-genkeypair", "-keyalg", "EC", "-groupname", "secp256r1"));
        command.addAll(List.of("-keystore", all.toString(), "-storepass", PASSWORD));
        command.addAll(Arrays.asList(arguments));
        Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(keytool.getInputStream().readAllBytes());
        if (keytool.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + "\n" + output);
        }
    }

    /** A PKCS12 file with a key and its certificates. */
    Path keyStore(String alias) throws Exception {
        KeyStore one = empty();
        one.setKeyEntry(alias, key(alias), PASSWORD.toCharArray(), chain(alias));
        return store(one, alias + ".p12");
    }

    /** A PKCS12 file with nothing but the certificate of an authority. */
    Path trustStore(String authority) throws Exception {
        KeyStore one = empty();
        one.setCertificateEntry(authority, chain(authority)[0]);
        return store(one, authority + "-trusted.p12");
    }

    /** A PEM file with the certificates of a key, or with that of an authority. */
    Path certificatePem(String alias) throws Exception {
        StringBuilder pem = new StringBuilder();
        for (Certificate certificate : chain(alias)) {
            pem.append(pem("CERTIFICATE", certificate.getEncoded()));
        }
        return replace(alias + ".crt", pem.toString().getBytes());
    }

    /** A PEM file with a key, as PKCS8. */
    Path keyPem(String alias) throws Exception {
        return replace(alias + ".key", pem("PRIVATE KEY", key(alias).getEncoded()).getBytes());
    }

    /** A PEM file with key and certificates, which Kafka's clients want in one. */
    Path keyAndCertificatePem(String alias) throws Exception {
        return replace(
                alias + ".pem",
                (Files.readString(keyPem(alias)) + Files.readString(certificatePem(alias)))
                        .getBytes());
    }

    private static String pem(String what, byte[] content) {
        return "-----BEGIN %s-----%n%s%n-----END %s-----%n"
                .formatted(what, Base64.getMimeEncoder().encodeToString(content), what);
    }

    private Key key(String alias) throws Exception {
        return load().getKey(alias, PASSWORD.toCharArray());
    }

    private Certificate[] chain(String alias) throws Exception {
        return load().getCertificateChain(alias);
    }

    private KeyStore load() throws Exception {
        try (InputStream in = Files.newInputStream(all)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(in, PASSWORD.toCharArray());
            return store;
        }
    }

    private static KeyStore empty() throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private Path store(KeyStore store, String name) throws Exception {
        Path file = directory.resolve(name).toAbsolutePath();
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, PASSWORD.toCharArray());
        }
        return file;
    }

    private Path replace(String name, byte[] content) throws IOException {
        Path file = directory.resolve(name).toAbsolutePath();
        return Files.write(file, content);
    }
}
