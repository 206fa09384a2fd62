package io.usersummary.bench.experiment;

import io.usersummary.bench.data.Expected;
import io.usersummary.bench.lab.Lab;
import io.usersummary.bench.lab.TopicReader;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/** Compares the newest record of every user with the exact table: only right answers count. */
record Oracle(Lab lab, Expected expected) {

    /** Number of users whose newest summary is missing or not exact. */
    long wrongUsers(String topic) {
        Map<ByteBuffer, byte[]> newest = new HashMap<>();
        TopicReader.readAll(
                lab.bootstrapServers(),
                topic,
                summary -> newest.put(ByteBuffer.wrap(summary.key()), summary.value()));
        return expected.mismatches(newest);
    }
}
