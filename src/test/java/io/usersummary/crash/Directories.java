package io.usersummary.crash;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.apache.kafka.common.utils.Utils;

/** Where processes keep their data and logs. */
final class Directories {

    private Directories() {}

    /** Deletes a directory and what is in it, if it exists. */
    static void delete(Path directory) {
        try {
            Utils.delete(directory.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
