package io.usersummary.replay;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.Uuid;
import org.jboss.logging.Logger;

/**
 * How far earlier runs have come in one partition of the dead-letter topic: before which offset
 * everything is sent back that their filter sends. Kept as the metadata of an offset that is
 * committed, for a group that nobody joins; a topic that was deleted and made anew begins anew.
 */
final class Positions {

    private static final Logger LOG = Logger.getLogger(Positions.class);

    /** Brokers take 4,096 bytes by default; of filters that do not fit the oldest are forgotten. */
    private static final int MOST = 4_000;

    private static final String WORD = "\t";
    private static final String LINE = "\n";

    private final String topicId;
    private final Map<Filter, Long> reached = new LinkedHashMap<>();

    private Positions(Uuid topicId) {
        this.topicId = topicId.toString();
    }

    /**
     * @param commit what was committed for the partition; null if nothing was
     */
    static Positions of(Uuid topicId, OffsetAndMetadata commit) {
        Positions positions = new Positions(topicId);
        if (commit != null) {
            String[] lines = commit.metadata().split(LINE);
            if (lines[0].equals(positions.topicId)) {
                for (int i = 1; i < lines.length; i++) {
                    positions.read(lines[i]);
                }
            }
        }
        return positions;
    }

    /** What this version does not understand counts as not noted: it is sent a second time. */
    private void read(String line) {
        List<String> words = List.of(line.split(WORD));
        try {
            reached.put(Filter.of(words.subList(1, words.size())), Long.valueOf(words.get(0)));
        } catch (IllegalArgumentException e) {
            LOG.debugf(e, "Not understood: %s", line);
        }
    }

    /** Whether an earlier run has sent the letter back. */
    boolean cover(Letter letter) {
        for (Map.Entry<Filter, Long> run : reached.entrySet()) {
            if (letter.record().offset() < run.getValue() && run.getKey().sends(letter)) {
                return true;
            }
        }
        return false;
    }

    /** Everything before this offset is sent back now that the filter sends. */
    void reach(Filter filter, long offset) {
        long before = reached.getOrDefault(filter, 0L);
        reached.remove(filter);
        reached.put(filter, Math.max(before, offset));
    }

    /** What to commit. */
    OffsetAndMetadata commit() {
        long most = reached.values().stream().mapToLong(offset -> offset).max().orElse(0);
        String metadata = metadata();
        while (metadata.length() > MOST && reached.size() > 1) {
            reached.remove(reached.keySet().iterator().next());
            metadata = metadata();
        }
        return new OffsetAndMetadata(most, metadata);
    }

    private String metadata() {
        StringBuilder text = new StringBuilder(topicId);
        reached.forEach(
                (filter, offset) -> {
                    text.append(LINE).append(offset);
                    filter.words().forEach(word -> text.append(WORD).append(word));
                });
        return text.toString();
    }
}
