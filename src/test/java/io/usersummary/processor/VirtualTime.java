package io.usersummary.processor;

import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.Delayed;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RunnableScheduledFuture;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** A scheduler whose time passes when a test says so, on the thread of the test. */
final class VirtualTime extends ScheduledThreadPoolExecutor {

    private final PriorityQueue<Task> tasks =
            new PriorityQueue<>(Comparator.comparingLong(task -> task.at));
    private long now;

    VirtualTime() {
        super(0);
    }

    long nanoTime() {
        return now;
    }

    /** Lets time pass, and keeps waiting whatever becomes due meanwhile: a timer may be late. */
    void passUnnoticed(long nanos) {
        now += nanos;
    }

    /** Lets time pass, and whatever becomes due meanwhile run at its moment. */
    void pass(long nanos) {
        long until = now + nanos;
        while (!tasks.isEmpty() && tasks.peek().at <= until) {
            Task due = tasks.remove();
            now = Math.max(now, due.at);
            due.run();
        }
        now = until;
    }

    @Override
    public void execute(Runnable task) {
        task.run();
    }

    /** As strict as the timers of an event loop, on which the processor may find itself. */
    @Override
    public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
        if (unit.toMillis(delay) < 1) {
            throw new IllegalArgumentException("Cannot schedule a timer with delay < 1 ms");
        }
        Task scheduled = new Task(task, now + unit.toNanos(delay));
        tasks.add(scheduled);
        return scheduled;
    }

    @Override
    public <V> ScheduledFuture<V> schedule(Callable<V> task, long delay, TimeUnit unit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<Runnable> shutdownNow() {
        tasks.clear();
        return super.shutdownNow();
    }

    private final class Task extends FutureTask<Void> implements RunnableScheduledFuture<Void> {

        private final long at;

        Task(Runnable task, long at) {
            super(task, null);
            this.at = at;
        }

        @Override
        public boolean isPeriodic() {
            return false;
        }

        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(at - now, TimeUnit.NANOSECONDS);
        }

        @Override
        public int compareTo(Delayed other) {
            return Long.compare(at, ((Task) other).at);
        }
    }
}
