package io.usersummary.streams;

/** A key of the output topic is in a partition that no producer puts it in by its hash. */
final class WrongPartitionException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    WrongPartitionException(String topic, int expected, int actual, int partitions) {
        super(
                "A key of topic %s is in partition %d and belongs in %d of %d, as after partitions were added: this engine would not find it there. To mend it, make another topic, set topics.output to it, and copy: kcat -C -e -q -b <brokers> -t %1$s -K '\\t' | kcat -P -Z -b <brokers> -t <another> -K '\\t' -X topic.partitioner=murmur2"
                        .formatted(topic, actual, expected, partitions),
                null,
                false,
                false);
    }
}
