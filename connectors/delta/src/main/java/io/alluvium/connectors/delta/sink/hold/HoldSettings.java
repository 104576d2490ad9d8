package io.alluvium.connectors.delta.sink.hold;

import io.alluvium.connectors.delta.PartitionSpan;
import java.io.Serializable;
import java.time.Duration;
import java.time.ZoneId;
import org.apache.flink.annotation.Internal;

/**
 * When a partition is complete.
 *
 * @param partitionColumn that tells the partition's time
 * @param span how much time it is
 * @param timeColumn whose values tell how far the rows have come
 * @param delay how much further they must come than the partition's end
 * @param zone of times that name none
 */
@Internal
public record HoldSettings(
    String partitionColumn, PartitionSpan span, String timeColumn, Duration delay, ZoneId zone)
    implements Serializable {}
