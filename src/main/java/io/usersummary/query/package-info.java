/**
 * The questions one can ask of the table: which users, in which order, a page at a time, and how
 * many of them in each bucket of the calendar. Pure computation over {@link
 * io.usersummary.summary.SummaryTable}, without a framework.
 *
 * <p>There is no index. A question walks over all rows in parts, each under a hold of the table's
 * lock that is far shorter than a millisecond, so that the events hardly notice.
 */
package io.usersummary.query;
