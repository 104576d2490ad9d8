package io.alluvium.connectors.postgres.enumerator;

import io.alluvium.connectors.postgres.database.Memberships;
import io.alluvium.connectors.postgres.split.SnapshotSplit;
import io.alluvium.connectors.postgres.split.StreamSplit;
import java.util.List;
import java.util.Map;
import javax.annotation.Nullable;

/**
 * What a start finds to do.
 *
 * @param tables all that are captured, by number
 * @param stream null where it has begun
 * @param snapshot null where there is nothing to read in it
 */
record CapturePlan(
    Map<Long, Memberships.Member> tables,
    @Nullable StreamSplit stream,
    List<SnapshotSplit> splits,
    @Nullable HeldSnapshot snapshot) {}
