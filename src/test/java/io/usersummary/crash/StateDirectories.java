package io.usersummary.crash;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Where instances keep state on disk. What one leaves behind the next may find, or not: now and
 * then a directory is lost. Not thread-safe.
 */
final class StateDirectories {

    private final Path parent;
    private final Random random;
    private final List<Path> left = new ArrayList<>();
    private final Map<String, Path> taken = new HashMap<>();
    private int made;

    StateDirectories(Path parent, Random random) {
        this.parent = parent;
        this.random = random;
    }

    /** A directory for an instance, that another left behind or an empty one. */
    Path take(String instance) {
        boolean lost = random.nextInt(4) == 0;
        Path directory =
                left.isEmpty()
                        ? parent.resolve("directory-" + ++made)
                        : left.remove(random.nextInt(left.size()));
        if (lost) {
            Directories.delete(directory);
        }
        taken.put(instance, directory);
        return directory;
    }

    /** An instance is gone, if it had a directory. */
    void giveBack(String instance) {
        Path directory = taken.remove(instance);
        if (directory != null) {
            left.add(directory);
        }
    }

    /** Deletes them all. */
    void delete() {
        Directories.delete(parent);
    }
}
