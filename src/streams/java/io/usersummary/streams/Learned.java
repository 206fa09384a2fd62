package io.usersummary.streams;

import io.usersummary.summary.Seen;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.apache.kafka.common.utils.Bytes;

/**
 * What one partition's task knows beyond the table: what events taught it since the last commit,
 * what the output topic has to be told again, and what was published and not read back yet.
 *
 * <p>The table itself holds only what was read from the output topic. What is written there may be
 * lost in a crash, while the disk remembers: an event that is read again would seem known.
 */
final class Learned {

    /** Users held at most; then they are passed on earlier than with the next commit. */
    static final int MOST = 50_000;

    private record News(Seen seen, boolean owed) {
        News join(News other) {
            return new News(seen.join(other.seen), owed || other.owed);
        }
    }

    private final Map<Bytes, News> news = new LinkedHashMap<>();
    private final Map<Bytes, Seen> onTheWay = new HashMap<>();

    /** Events taught this. */
    void learn(Bytes userId, Seen seen) {
        Seen sent = onTheWay.get(userId);
        if (sent == null || !sent.covers(seen)) {
            news.merge(userId, new News(seen, false), News::join);
        }
    }

    /** A record of the output topic was read, which says this. */
    void read(Bytes userId, Seen published) {
        Seen sent = onTheWay.get(userId);
        if (sent != null && published.covers(sent)) {
            onTheWay.remove(userId);
        }
    }

    /**
     * The newest record of the output topic says less than this, or nothing that can be read. What
     * is on its way there comes behind that record, and may be enough.
     */
    void owe(Bytes userId, Seen known) {
        Seen sent = onTheWay.get(userId);
        if (sent == null || !sent.covers(known)) {
            news.merge(userId, new News(known, true), News::join);
        }
    }

    /** The user is forgotten. */
    void forget(Bytes userId) {
        news.remove(userId);
        onTheWay.remove(userId);
    }

    /** Whether so much is held that it should be passed on. */
    boolean isFull() {
        return news.size() >= MOST;
    }

    /**
     * Passes on what goes beyond the table, or is owed, one record a user.
     *
     * @param table what was read from the output topic of a user; null if nothing
     */
    void publish(Function<Bytes, Seen> table, BiConsumer<Bytes, Seen> publisher) {
        if (onTheWay.size() > MOST) {
            // Some of them never come back, as when keys are not what was claimed. Without this
            // knowledge a record may be published twice, and none is left out.
            onTheWay.clear();
        }
        news.forEach(
                (userId, item) -> {
                    Seen known = table.apply(userId);
                    Seen joined = known == null ? item.seen : known.join(item.seen);
                    if (item.owed || !joined.equals(known)) {
                        Seen sent = onTheWay.get(userId);
                        Seen all = sent == null ? joined : sent.join(joined);
                        publisher.accept(userId, all);
                        onTheWay.put(userId, all);
                    }
                });
        news.clear();
    }
}
