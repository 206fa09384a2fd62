package io.usersummary.web;

import io.netty.util.NetUtil;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.util.List;
import java.util.regex.Pattern;

/** Tells a person at this machine from everyone else. */
final class Loopback {

    /** A proxy on this machine makes strangers look local, but owns up to it in these. */
    private static final List<String> PROXY_HEADERS =
            List.of("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP", "Via");

    /**
     * The names a person here would type. Any other name that leads here was made to by somebody
     * else's DNS, whose page would then read ours.
     */
    private static final Pattern LOCAL_HOST =
            Pattern.compile("(localhost|127(\\.\\d{1,3}){3}|\\[::1])", Pattern.CASE_INSENSITIVE);

    private Loopback() {}

    static boolean isLocal(HttpServerRequest request) {
        return isLoopback(request.connection().remoteAddress())
                && request.authority() != null
                && LOCAL_HOST.matcher(request.authority().host()).matches()
                && PROXY_HEADERS.stream().noneMatch(request.headers()::contains);
    }

    /** Looks at the socket, not at what a header claims. */
    private static boolean isLoopback(SocketAddress socket) {
        InetAddress address = NetUtil.createInetAddressFromIpAddressString(socket.hostAddress());
        return address != null && address.isLoopbackAddress();
    }
}
