package io.usersummary.bench.peer;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.filter.FilteringParserDelegate;
import com.fasterxml.jackson.core.filter.TokenFilter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.OffsetDateTime;

/** Reads what two JSON Pointers lead to, with Jackson's filter of the token stream. */
public final class TwoPointers {

    private static final JsonFactory JSON = new JsonFactory();

    private final TokenFilter filter;
    private final String timestampName;
    private final boolean iso8601;

    /**
     * @param iso8601 whether the time is text, else epoch seconds
     */
    public TwoPointers(String userId, String timestamp, boolean iso8601) {
        this.filter = new Either(JsonPointer.compile(userId), JsonPointer.compile(timestamp));
        this.timestampName = timestamp.substring(timestamp.lastIndexOf('/') + 1);
        this.iso8601 = iso8601;
    }

    /** What is left of two pointers on the way down; null of one that led elsewhere. */
    private static final class Either extends TokenFilter {
        private final JsonPointer one;
        private final JsonPointer other;

        Either(JsonPointer one, JsonPointer other) {
            this.one = one;
            this.other = other;
        }

        @Override
        public TokenFilter includeProperty(String name) {
            JsonPointer oneBelow = one == null ? null : one.matchProperty(name);
            JsonPointer otherBelow = other == null ? null : other.matchProperty(name);
            if (oneBelow != null && oneBelow.matches()
                    || otherBelow != null && otherBelow.matches()) {
                return TokenFilter.INCLUDE_ALL;
            }
            return oneBelow == null && otherBelow == null ? null : new Either(oneBelow, otherBelow);
        }

        @Override
        public TokenFilter includeElement(int index) {
            return null;
        }

        @Override
        protected boolean _includeScalar() {
            return false;
        }
    }

    /** Reads one event. */
    public TwoFields.Event read(byte[] json) {
        String userId = null;
        long timestamp = -1;
        try (JsonParser parser =
                new FilteringParserDelegate(
                        JSON.createParser(json),
                        filter,
                        TokenFilter.Inclusion.INCLUDE_ALL_AND_PATH,
                        true)) {
            for (JsonToken token; (token = parser.nextToken()) != null; ) {
                if (!token.isScalarValue()) {
                    continue;
                }
                if (!parser.currentName().equals(timestampName)) {
                    userId = parser.getText();
                } else if (iso8601) {
                    timestamp = OffsetDateTime.parse(parser.getText()).toEpochSecond();
                } else {
                    timestamp = parser.getLongValue();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new TwoFields.Event(userId, timestamp);
    }
}
