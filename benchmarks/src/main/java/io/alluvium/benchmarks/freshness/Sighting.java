package io.alluvium.benchmarks.freshness;

/**
 * That a version became visible.
 *
 * @param nanos when, by {@link System#nanoTime}
 * @param rows in the table from then on
 */
public record Sighting(long nanos, long rows) {}
