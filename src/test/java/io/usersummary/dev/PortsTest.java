package io.usersummary.dev;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PortsTest {

    @Test
    void noPortIsGivenTwiceInARow() {
        Set<Integer> given = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            given.add(Ports.free());
        }
        assertEquals(100, given.size());
    }

    @Test
    void noneIsOneThatSystemsGiveToOutgoingConnections() {
        for (int i = 0; i < 1000; i++) {
            int port = Ports.free();
            assertTrue(port >= 1024 && port < 32_768, () -> "port " + port);
        }
    }

    @Test
    void onesThatAreTakenAreSkipped() throws Exception {
        int before = Ports.free();
        try (ServerSocket taken = new ServerSocket()) {
            int next = before + 1 < Ports.END ? before + 1 : Ports.FIRST;
            taken.bind(new InetSocketAddress("localhost", next));
            assertFalse(Ports.isFree(next));
            assertTrue(Ports.free() != next);
        }
    }
}
