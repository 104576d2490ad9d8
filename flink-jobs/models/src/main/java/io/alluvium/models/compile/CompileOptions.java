package io.alluvium.models.compile;

import java.time.Duration;
import java.util.Optional;

/**
 * How a project is compiled.
 *
 * @param lakePath the lake's folder, as a Flink path
 * @param miniBatchLatency how long a row may wait to be worked on with others; zero for not at all,
 *     empty for as long as delays nothing that is seen
 * @param requiresSources whether the lake must have the tables of sources; otherwise those that it
 *     lacks are taken from the YAML
 */
public record CompileOptions(
    String lakePath,
    Optional<Duration> miniBatchLatency,
    long miniBatchSize,
    boolean requiresSources) {}
