package io.alluvium.connectors.postgres.enumerator;

import io.alluvium.connectors.postgres.split.SnapshotSplit;
import io.alluvium.connectors.postgres.split.StreamSplit;
import java.util.List;
import java.util.Set;
import javax.annotation.Nullable;

/**
 * What a start finds to do.
 *
 * @param tables numbers of all that are captured
 * @param stream null where it has begun
 * @param snapshot null where there is nothing to read in it
 */
record CapturePlan(
    Set<Long> tables,
    @Nullable StreamSplit stream,
    List<SnapshotSplit> splits,
    @Nullable HeldSnapshot snapshot) {}
