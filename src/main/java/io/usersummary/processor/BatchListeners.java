package io.usersummary.processor;

import java.util.List;

/** Tells everybody who listens. Called for each batch: it iterates over a plain list. */
final class BatchListeners implements BatchListener {

    private final List<BatchListener> all;

    BatchListeners(List<BatchListener> all) {
        this.all = List.copyOf(all);
    }

    @Override
    public void read(int accepted, int poison) {
        for (BatchListener listener : all) {
            listener.read(accepted, poison);
        }
    }

    @Override
    public void closed(SummaryBatch batch) {
        for (BatchListener listener : all) {
            listener.closed(batch);
        }
    }

    @Override
    public void durable(SummaryBatch batch) {
        for (BatchListener listener : all) {
            listener.durable(batch);
        }
    }
}
