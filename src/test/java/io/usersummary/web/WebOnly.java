package io.usersummary.web;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** The web layer on its own: a fake service beneath it and no broker anywhere. */
public class WebOnly implements QuarkusTestProfile {

    @Override
    public Set<Class<?>> getEnabledAlternatives() {
        return Set.of(FakeView.class);
    }

    @Override
    public Map<String, String> getConfigOverrides() {
        Map<String, String> config = new HashMap<>();
        for (String channel :
                new String[] {
                    "outgoing.sample-events",
                    "incoming.events",
                    "outgoing.summaries",
                    "incoming.published-summaries",
                    "outgoing.dead-letters"
                }) {
            config.put("mp.messaging." + channel + ".connector", "smallrye-in-memory");
        }
        config.put("generator.enabled", "false");
        config.put("kafka.bootstrap.servers", "localhost:1");
        return config;
    }
}
