package io.usersummary.processor;

import java.util.List;

/** Tells everybody who listens. */
record BatchListeners(List<BatchListener> all) implements BatchListener {

    @Override
    public void read(int accepted, int poison) {
        all.forEach(listener -> listener.read(accepted, poison));
    }

    @Override
    public void closed(SummaryBatch batch) {
        all.forEach(listener -> listener.closed(batch));
    }

    @Override
    public void durable(SummaryBatch batch) {
        all.forEach(listener -> listener.durable(batch));
    }
}
