package io.usersummary;

import io.quarkus.test.junit.QuarkusIntegrationTest;

/** The same, with the application as it is shipped: the jar, or the native binary. */
@QuarkusIntegrationTest
class ExampleIT extends ExampleTest {}
