/**
 * The life cycle of the table: it is read back from the output topic before any event is let in,
 * follows what this process and others publish, and has published again what the topic lacks.
 */
package io.usersummary.state;
