package io.alluvium.connectors.postgres.split;

import org.apache.flink.annotation.Internal;
import org.apache.flink.api.connector.source.SourceSplit;

/** The stream, or a part of the snapshot. */
@Internal
public sealed interface PostgresSplit extends SourceSplit permits StreamSplit, SnapshotSplit {}
