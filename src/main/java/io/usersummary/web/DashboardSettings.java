package io.usersummary.web;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Whether there is a dashboard, and who may look at it. */
@ConfigMapping(prefix = "dashboard")
public interface DashboardSettings {

    /** False removes the page, the API and the stream; health and metrics stay. */
    @WithDefault("true")
    boolean enabled();

    /** True opens page, API and stream to everyone who reaches the port. */
    @WithName("public")
    @WithDefault("false")
    boolean isPublic();

    /** With {@link #password()}: the basic credentials everyone has to present. */
    Optional<String> username();

    /** At least {@value #SHORTEST_PASSWORD} characters. */
    Optional<String> password();

    /**
     * The names under which page, API and stream answer, without port, apart from this machine's
     * own; unset, under any. Keeps a page that somebody else's DNS leads here from reading ours.
     */
    Optional<Set<String>> allowedHosts();

    /**
     * The port at which health, metrics and the API's description answer, and nothing else; unset,
     * every port answers everything.
     */
    OptionalInt operationsPort();

    int SHORTEST_PASSWORD = 8;

    /**
     * Refuses settings that contradict each other.
     *
     * @throws ConfigurationException naming the keys and what to do; never showing the password
     */
    default void validate() {
        if (username().isPresent() != password().isPresent()) {
            throw new ConfigurationException(
                    "dashboard.username and dashboard.password belong together: only "
                            + (username().isPresent() ? "dashboard.username" : "dashboard.password")
                            + " is set. Set both, or neither.");
        }
        if (username().isPresent() && username().get().contains(":")) {
            throw new ConfigurationException(
                    "dashboard.username must not contain a colon, as basic credentials cannot"
                            + " carry one.");
        }
        if (password().isPresent() && password().get().length() < SHORTEST_PASSWORD) {
            throw new ConfigurationException(
                    "dashboard.password must have at least %d characters, it has %d."
                            .formatted(SHORTEST_PASSWORD, password().get().length()));
        }
        if (isPublic() && username().isPresent()) {
            throw new ConfigurationException(
                    "dashboard.public=true would ignore dashboard.username and dashboard.password."
                            + " Remove one or the other.");
        }
    }
}
