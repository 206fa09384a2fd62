package io.usersummary.connector;

import io.usersummary.connector.Setting.Place;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jboss.logging.Logger;

/**
 * Names in the log, once each, what neither this connector nor Kafka knows: it goes through to the
 * client, whose interceptors and login modules may have properties of their own, but it may as well
 * be a slip of the pen. Not thread-safe.
 */
final class UnknownNames {

    private static final Logger LOG = Logger.getLogger(UnknownNames.class);

    private final Set<String> named = new HashSet<>();

    /** Tells of what was set for a channel's client and is unknown, or known to others only. */
    void tell(ChannelSettings settings, ClientRole role) {
        settings.all()
                .forEach(
                        (name, setting) -> {
                            if (role.isForeign(name)) {
                                foreign(setting, role);
                            } else if (!role.names().contains(name) && !isAttribute(name)) {
                                unknown(name, setting);
                            }
                        });
    }

    private static boolean isAttribute(String name) {
        return Attributes.OWN.contains(name) || name.equals(Attributes.TLS_CONFIGURATION);
    }

    private void unknown(String name, Setting setting) {
        if (named.add(setting.key())) {
            Set<String> known = new TreeSet<>(ClientRole.allNames());
            known.addAll(Attributes.OWN);
            LOG.warnf(
                    "%s is neither an attribute of the %s connector nor a property of Kafka's"
                            + " clients; it is handed on to the client as it is. Did you mean %s?",
                    setting.key(), BatchConnector.NAME, nearest(name, known));
        }
    }

    /** What is set for all clients may well be meant for another one. */
    private void foreign(Setting setting, ClientRole role) {
        if (setting.place() == Place.CHANNEL && named.add(setting.key())) {
            LOG.warnf(
                    "%s has no effect: a Kafka %s has no such property",
                    setting.key(), role.name().toLowerCase(Locale.ROOT));
        }
    }

    static String nearest(String name, Collection<String> known) {
        return known.stream()
                .min(Comparator.comparingInt(candidate -> levenshtein(name, candidate)))
                .orElseThrow();
    }

    /** How many characters have to be changed, added or left out to make one of the other. */
    static int levenshtein(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int changed = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
