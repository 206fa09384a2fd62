package io.usersummary.web;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.usersummary.query.Histogram;
import java.util.List;

/**
 * A histogram as JSON shows it.
 *
 * @param of {@code firstSeen} or {@code lastSeen}
 * @param bucket the unit of the calendar
 * @param zone the zone whose calendar it is
 */
@RegisterForReflection(targets = {UserHistogram.class, Histogram.Count.class})
record UserHistogram(String of, String bucket, String zone, List<Histogram.Count> buckets) {}
