/**
 * The way back for dead letters: {@code replay} sends them to the input topic again, once the
 * setting that made them dead letters is mended. It runs in a process of its own beside the
 * service, in the place of the service: no channel is started, no group joined, no port opened.
 */
package io.usersummary.replay;
