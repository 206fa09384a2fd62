package io.usersummary.connector;

import java.util.Locale;

/** Where a group begins that has never committed: {@code auto.offset.reset}, and nothing else. */
enum OffsetReset {
    EARLIEST,
    LATEST;

    static OffsetReset of(Object setting) {
        return valueOf(setting.toString().toUpperCase(Locale.ROOT));
    }
}
