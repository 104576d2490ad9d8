package io.alluvium.connectors.delta.sink;

import java.io.Serializable;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;

/**
 * Who a sink is towards its tables: the {@code appId} of its transactions.
 *
 * @param sinkId stable across restarts and upgrades of the job
 * @param generation null for the first; a sink that begins a new one counts its commits from one
 *     again, and knows nothing of those before
 * @param singleRun whether the sink lives for one run without state, so that whatever it committed
 *     under this id it committed in this run
 */
@Internal
public record SinkIdentity(String sinkId, @Nullable String generation, boolean singleRun)
    implements Serializable {

  public String applicationId() {
    return generation == null ? sinkId : sinkId + "@" + generation;
  }
}
