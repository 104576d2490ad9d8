package io.alluvium.connectors.delta.kernel;

import java.util.List;
import org.apache.flink.annotation.Internal;

/**
 * What a sink commits at once.
 *
 * @param sinkId identity of the sink: the {@code appId} of the log's {@code txn} action
 * @param sequence the sink's own number of the commit, rising by one: the {@code version} of the
 *     {@code txn} action
 * @param token tells this commit from another with the same number, made by a job that was restored
 *     from the same savepoint
 * @param added files that become active
 * @param removed files that cease to be active
 */
@Internal
public record DeltaCommit(
    String sinkId, long sequence, String token, List<DataFile> added, List<DataFile> removed) {}
