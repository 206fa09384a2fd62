package io.usersummary.event;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** RFC 3339 by its grammar and java.time. */
final class Rfc3339Oracle {

    private static final Pattern GRAMMAR =
            Pattern.compile(
                    "(\\d{4})-(\\d\\d)-(\\d\\d)[Tt ](\\d\\d):(\\d\\d):(\\d\\d)(?:\\.\\d+)?"
                            + "(?:[Zz]|([+-])([01]\\d|2[0-3]):([0-5]\\d))");

    private Rfc3339Oracle() {}

    static OptionalLong epochSeconds(String text) {
        Matcher m = GRAMMAR.matcher(text);
        if (!m.matches()) {
            return OptionalLong.empty();
        }
        int second = number(m, 6);
        try {
            LocalDateTime local =
                    LocalDateTime.of(
                            number(m, 1),
                            number(m, 2),
                            number(m, 3),
                            number(m, 4),
                            number(m, 5),
                            second == 60 ? 59 : second);
            if (m.group(7) != null) {
                int minutes = number(m, 8) * 60 + number(m, 9);
                local = local.minusMinutes(m.group(7).equals("+") ? minutes : -minutes);
            }
            boolean beforeMidnight = local.getHour() == 23 && local.getMinute() == 59;
            return second == 60 && !beforeMidnight
                    ? OptionalLong.empty()
                    : OptionalLong.of(local.toEpochSecond(ZoneOffset.UTC));
        } catch (DateTimeException e) {
            return OptionalLong.empty();
        }
    }

    private static int number(Matcher m, int group) {
        return Integer.parseInt(m.group(group));
    }
}
