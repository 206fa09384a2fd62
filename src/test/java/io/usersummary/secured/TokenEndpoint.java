package io.usersummary.secured;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.lang.JoseException;

/**
 * What an identity provider does for Kafka: it gives tokens to the client that knows its secret,
 * and the keys to check them with to everybody.
 */
final class TokenEndpoint implements AutoCloseable {

    private static final String ISSUER = "https://identity.example";
    private static final int MINUTES = 10;

    private final String credentials;
    private final String subject;
    private final RsaJsonWebKey key;
    private final HttpServer server;

    /**
     * @param client who asks for tokens, with this secret
     * @param subject whom the tokens name
     */
    TokenEndpoint(String client, String secret, String subject) throws Exception {
        this.credentials =
                "Basic " + Base64.getEncoder().encodeToString((client + ":" + secret).getBytes());
        this.subject = subject;
        key = RsaJwkGenerator.generateJwk(2048);
        key.setKeyId("the-only-one");
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/tokens", this::giveToken);
        server.createContext("/keys", http -> answer(http, 200, new JsonWebKeySet(key).toJson()));
        server.start();
    }

    String tokensUrl() {
        return url("/tokens");
    }

    String keysUrl() {
        return url("/keys");
    }

    private String url(String path) {
        return "http://localhost:" + server.getAddress().getPort() + path;
    }

    private void giveToken(HttpExchange http) throws IOException {
        if (credentials.equals(http.getRequestHeaders().getFirst("Authorization"))) {
            answer(
                    http,
                    200,
                    "{\"access_token\":\"%s\",\"token_type\":\"Bearer\"}".formatted(token()));
        } else {
            answer(
                    http,
                    401,
                    "{\"error\":\"invalid_client\",\"error_description\":\"no such client\"}");
        }
    }

    private String token() throws IOException {
        JwtClaims claims = new JwtClaims();
        claims.setIssuer(ISSUER);
        claims.setSubject(subject);
        claims.setIssuedAtToNow();
        claims.setExpirationTimeMinutesInTheFuture(MINUTES);
        JsonWebSignature token = new JsonWebSignature();
        token.setPayload(claims.toJson());
        token.setKey(key.getPrivateKey());
        token.setKeyIdHeaderValue(key.getKeyId());
        token.setAlgorithmHeaderValue(AlgorithmIdentifiers.RSA_USING_SHA256);
        try {
            return token.getCompactSerialization();
        } catch (JoseException e) {
            throw new IOException(e);
        }
    }

    private static void answer(HttpExchange http, int status, String json) throws IOException {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        http.getRequestBody().readAllBytes();
        http.getResponseHeaders().set("Content-Type", "application/json");
        http.sendResponseHeaders(status, body.length);
        http.getResponseBody().write(body);
        http.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
