package io.usersummary.crash;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Tells what a topic has lost. */
final class Loss {

    private Loss() {}

    /**
     * How many of the former records are not where they were; equal ones written later are others.
     */
    static long of(
            List<ConsumerRecord<byte[], byte[]>> before,
            List<ConsumerRecord<byte[], byte[]>> after) {
        Set<String> left = after.stream().map(Loss::place).collect(Collectors.toSet());
        Set<String> gone =
                before.stream().map(Loss::place).collect(Collectors.toCollection(HashSet::new));
        gone.removeAll(left);
        return gone.size();
    }

    /** Tells a record from any other that was ever written there. */
    static String place(ConsumerRecord<byte[], byte[]> record) {
        return record.partition()
                + "/"
                + record.offset()
                + " "
                + Records.text(record.key())
                + " "
                + record.timestamp()
                + " "
                + Arrays.hashCode(record.value());
    }
}
