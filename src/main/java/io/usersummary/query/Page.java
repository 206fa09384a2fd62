package io.usersummary.query;

import io.usersummary.summary.Summary;
import java.util.List;

/**
 * A page of users.
 *
 * @param next the cursor of the next page; null after the last one
 */
public record Page(List<Summary> users, String next) {}
