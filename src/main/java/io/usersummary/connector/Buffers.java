package io.usersummary.connector;

import java.nio.ByteBuffer;

/**
 * Keys and values of an incoming poll are views of the bytes that came over the wire; whoever keeps
 * one keeps the whole response alive.
 */
public final class Buffers {

    private Buffers() {}

    /** A copy of a key's or value's bytes, to outlive the poll; null for none. */
    public static byte[] copy(ByteBuffer view) {
        if (view == null) {
            return null;
        }
        byte[] bytes = new byte[view.remaining()];
        view.duplicate().get(bytes);
        return bytes;
    }
}
