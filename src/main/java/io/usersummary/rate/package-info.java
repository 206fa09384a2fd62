/** How often something may happen: a token bucket, and a throttle for log lines. */
package io.usersummary.rate;
