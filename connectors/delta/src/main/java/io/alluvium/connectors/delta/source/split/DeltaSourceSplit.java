package io.alluvium.connectors.delta.source.split;

import org.apache.flink.annotation.Internal;
import org.apache.flink.api.connector.source.SourceSplit;

/** A part of a table that one reader reads, and how far it got. */
@Internal
public sealed interface DeltaSourceSplit extends SourceSplit permits FileSplit, ChangelogSplit {}
