package io.alluvium.connectors.postgres.types;

import org.apache.flink.annotation.Internal;

/** What a {@link Codec} gives for a value that its Flink type cannot hold: its text. */
@Internal
public record Unfit(String text) {}
