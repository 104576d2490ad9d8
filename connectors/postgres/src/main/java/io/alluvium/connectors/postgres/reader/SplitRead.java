package io.alluvium.connectors.postgres.reader;

import org.apache.flink.annotation.Internal;
import org.apache.flink.api.connector.source.SourceEvent;

/** Tells the enumerator that all rows of a split of the snapshot are emitted. */
@Internal
public record SplitRead(String splitId) implements SourceEvent {}
