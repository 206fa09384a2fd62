package io.usersummary;

import java.util.Optional;
import net.jqwik.api.lifecycle.AroundPropertyHook;
import net.jqwik.api.lifecycle.PropagationMode;
import net.jqwik.api.lifecycle.PropertyExecutionResult;
import net.jqwik.api.lifecycle.PropertyExecutor;
import net.jqwik.api.lifecycle.PropertyLifecycleContext;

/**
 * Has no property be tried more often than {@code -Dproperty.tries} says, which jqwik's own default
 * does only for those that name no number. What runs the tests on each of thousands of mutants
 * needs them short.
 */
public final class FewerTries implements AroundPropertyHook {

    private static final Optional<Integer> MOST =
            Optional.ofNullable(Integer.getInteger("property.tries"));

    @Override
    public PropagationMode propagateTo() {
        return PropagationMode.ALL_DESCENDANTS;
    }

    @Override
    public PropertyExecutionResult aroundProperty(
            PropertyLifecycleContext context, PropertyExecutor property) {
        MOST.ifPresent(
                most -> {
                    int tries = context.attributes().tries().orElse(most);
                    context.attributes().setTries(Math.min(most, tries));
                });
        return property.execute();
    }
}
