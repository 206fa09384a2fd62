package io.usersummary.streams;

/** A key of the output topic is in a partition that no producer puts it in by its hash. */
final class WrongPartitionException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    WrongPartitionException(String topic, int expected, int actual, int partitions) {
        super(
                "A key of topic %s is in partition %d and belongs in %d of %d, as after partitions were added: this engine would not find it there."
                        .formatted(topic, actual, expected, partitions),
                null,
                false,
                false);
    }
}
