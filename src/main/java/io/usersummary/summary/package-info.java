/**
 * The pure core: what a summary is, how it is written and read, and the table of all of them. No
 * Quarkus, Kafka or Mutiny in here.
 */
package io.usersummary.summary;
