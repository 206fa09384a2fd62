package io.usersummary.processor;

/** What comes into the bounded batches: the events of a poll, or a reason to close a batch. */
interface BatchInput {

    /**
     * Moves events into the open batch until that has so many.
     *
     * @return false if the input ran out of events before that
     */
    default boolean fill(EventBatch open, int size) {
        return false;
    }

    /** Whether the open batch, of so many events by now, is to be closed because of this input. */
    default boolean closes(EventBatch open) {
        return false;
    }

    /** Nothing more is moved out of this input. */
    default void done() {}

    /** The stream of polls has ended: what is open can still be published and acknowledged. */
    BatchInput END_OF_STREAM =
            new BatchInput() {
                @Override
                public boolean closes(EventBatch open) {
                    return open.events() > 0;
                }
            };

    /**
     * Users of the table are to be published again. They leave with the batch that is open, or at
     * once if that has no events.
     */
    BatchInput REPUBLISH =
            new BatchInput() {
                @Override
                public boolean closes(EventBatch open) {
                    return open.events() == 0;
                }
            };
}
