package io.usersummary.processor;

/** What comes into the bounded batches: the events of a poll, or a reason to close a batch. */
interface BatchInput {

    /** The number of records that came with it. */
    default int size() {
        return 0;
    }

    /**
     * Moves events into a batch until that has so many.
     *
     * @return false if the input ran out of events before that
     */
    default boolean fill(EventBatch batch, int size) {
        return false;
    }

    /** Whether the open batch, of so many events by now, is to be closed because of this input. */
    default boolean closes(int open) {
        return false;
    }

    /** Whether nothing comes after it, so that nothing is to wait for what comes. */
    default boolean isLast() {
        return false;
    }

    /** Nothing more is moved out of this input. */
    default void done() {}

    /** The stream of polls has ended: what is open can still be published and acknowledged. */
    BatchInput END_OF_STREAM =
            new BatchInput() {
                @Override
                public boolean closes(int open) {
                    return open > 0;
                }

                @Override
                public boolean isLast() {
                    return true;
                }
            };

    /**
     * Users of the table are to be published again. They leave with the batch that is open, or at
     * once if that has no events.
     */
    BatchInput REPUBLISH =
            new BatchInput() {
                @Override
                public boolean closes(int open) {
                    return open == 0;
                }
            };
}
