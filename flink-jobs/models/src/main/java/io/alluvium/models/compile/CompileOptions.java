package io.alluvium.models.compile;

import java.time.Duration;

/**
 * How a project is compiled.
 *
 * @param lakePath the lake's folder, as a Flink path
 * @param miniBatchLatency how long a row may wait to be worked on with others; zero for not at all
 * @param requiresSources whether the lake must have the tables of sources; otherwise those that it
 *     lacks are taken from the YAML
 */
public record CompileOptions(
    String lakePath, Duration miniBatchLatency, long miniBatchSize, boolean requiresSources) {}
