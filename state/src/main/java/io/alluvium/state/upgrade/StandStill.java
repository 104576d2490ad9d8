package io.alluvium.state.upgrade;

import com.fasterxml.jackson.databind.JsonNode;
import io.alluvium.cluster.ClusterException;
import io.alluvium.cluster.FlinkRest;
import java.time.Duration;
import java.util.Optional;
import javax.annotation.Nullable;

/** How long nothing is committed while one job takes the place of another. */
public final class StandStill {
  private StandStill() {}

  /**
   * From the savepoint that the former job was stopped with to the first checkpoint of the next.
   *
   * @param former id of the job
   * @param first when that checkpoint was complete, in milliseconds of the epoch
   * @return empty where the cluster does not know the former job any more
   */
  public static Optional<Duration> of(FlinkRest rest, @Nullable String former, long first)
      throws InterruptedException {
    if (former == null) {
      return Optional.empty();
    }
    try {
      JsonNode savepoint =
          rest.get("/jobs/" + former + "/checkpoints").at("/latest/savepoint/latest_ack_timestamp");
      return savepoint.isMissingNode() || savepoint.asLong() <= 0
          ? Optional.empty()
          : Optional.of(Duration.ofMillis(first - savepoint.asLong()));
    } catch (ClusterException e) {
      return Optional.empty();
    }
  }
}
