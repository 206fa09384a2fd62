package io.usersummary.connector;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.reactive.messaging.kafka.impl.ConfigHelper;
import io.usersummary.connector.Setting.Place;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.UnsatisfiedResolutionException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigValue;
import org.eclipse.microprofile.reactive.messaging.spi.ConnectorFactory;

/**
 * Everything that was set for a channel's client, in whatever place, each with the key under which
 * it was set. The stronger place wins: the channel over its connector over the bean that {@code
 * kafka-configuration} names over {@code kafka.*}. An empty value takes away what weaker places
 * say.
 */
final class ChannelSettings {

    /** Quarkus reads {@code mp.messaging.*} as {@code quarkus.messaging.*}, and names it so. */
    private static final String QUARKUS = "quarkus.messaging.";

    private static final String STANDARD = "mp.messaging.";

    private final Map<String, Setting> settings = new TreeMap<>();

    /**
     * @param attributes the channel's attributes, which fall back on those of its connector
     * @param beans the application's configuration beans, among them {@code kafka.*}
     */
    static ChannelSettings of(Config attributes, Instance<Map<String, Object>> beans) {
        Map<String, Object> named;
        try {
            named = ConfigHelper.getChannelSpecificConfig(beans, attributes);
        } catch (UnsatisfiedResolutionException e) {
            Setting name =
                    of(attributes, Map.of(), Map.of())
                            .all()
                            .get(ConfigHelper.KAFKA_CONFIGURATION_NAME_ATTRIBUTE);
            throw new ConfigurationException(
                    "%s - there is no bean of type Map<String, Object> with @Identifier(\"%s\")"
                            .formatted(name, name.text()));
        }
        return of(attributes, named, ConfigHelper.retrieveDefaultKafkaConfig(beans));
    }

    static ChannelSettings of(
            Config attributes, Map<String, Object> named, Map<String, Object> shared) {
        ChannelSettings all = new ChannelSettings();
        shared.forEach(
                (name, value) -> {
                    // Quarkus hands on kafka-streams.* too, as if it were kafka.streams.*
                    if (!name.startsWith("streams.")) {
                        all.put(name, "kafka." + name, value, Place.SHARED);
                    }
                });
        named.forEach((name, value) -> all.put(name, "(bean) " + name, value, Place.BEAN));
        all.addAttributes(attributes);
        return all;
    }

    /** What was set, by the property's name. */
    Map<String, Setting> all() {
        return settings;
    }

    private void addAttributes(Config attributes) {
        Map<String, String> known = new HashMap<>();
        ClientRole.allNames().forEach(name -> known.put(environment(name), name));
        Attributes.OWN.forEach(name -> known.put(environment(name), name));
        Set<String> names = new TreeSet<>(ClientRole.allNames());
        names.addAll(Attributes.OWN);
        for (String name : attributes.getPropertyNames()) {
            names.add(name.equals(environment(name)) ? fromEnvironment(name, known) : name);
        }
        for (String name : names) {
            ConfigValue value = attributes.getConfigValue(name);
            if (value.getRawValue() != null) {
                String key =
                        value.getName().startsWith(QUARKUS)
                                ? STANDARD + value.getName().substring(QUARKUS.length())
                                : value.getName();
                boolean connector = key.startsWith(ConnectorFactory.CONNECTOR_PREFIX);
                put(
                        name,
                        key,
                        value.getValue() == null ? "" : value.getValue(),
                        connector ? Place.CONNECTOR : Place.CHANNEL);
            }
        }
    }

    private void put(String name, String key, Object value, Place place) {
        if (value.equals("")) {
            settings.remove(name);
        } else {
            settings.put(name, new Setting(key, value, place));
        }
    }

    private static String environment(String name) {
        return name.replaceAll("\\W", "_").toUpperCase(Locale.ROOT);
    }

    /** A variable of the environment has lost its dots and dashes; Kafka's names have dots. */
    private static String fromEnvironment(String variable, Map<String, String> known) {
        return known.getOrDefault(variable, variable.toLowerCase(Locale.ROOT).replace('_', '.'));
    }
}
