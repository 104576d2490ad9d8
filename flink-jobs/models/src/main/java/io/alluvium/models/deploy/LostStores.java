package io.alluvium.models.deploy;

import io.alluvium.connectors.cosmos.CosmosConnectorOptions;
import io.alluvium.connectors.redis.RedisConnectorOptions;
import io.alluvium.connectors.snowflake.SnowflakeConnectorOptions;
import io.alluvium.models.compile.JobScript;
import io.alluvium.models.graph.Node.ModelNode;
import io.alluvium.models.project.ConfigKey;
import io.alluvium.models.project.Materialization;
import io.alluvium.models.project.ModelConfig;
import io.alluvium.models.project.Setting;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.annotation.Nullable;
import org.apache.flink.util.ExceptionUtils;

/** The models of a job whose store says that it has lost what was written to it. */
record LostStores(JobScript script) {

  /** By connector, what its sink says of a store that has lost rows. */
  private static final Map<String, Class<? extends Throwable>> LOSSES =
      Map.of(
          RedisConnectorOptions.IDENTIFIER,
          io.alluvium.connectors.redis.StoreLostException.class,
          CosmosConnectorOptions.IDENTIFIER,
          io.alluvium.connectors.cosmos.StoreLostException.class,
          SnowflakeConnectorOptions.IDENTIFIER,
          io.alluvium.connectors.snowflake.StoreLostException.class);

  /**
   * All that write to stores of that kind: what one table has lost, the others have.
   *
   * @param failure of the job
   * @return ids; empty where the failure is another
   */
  Set<String> of(@Nullable Throwable failure) {
    if (failure == null) {
      return Set.of();
    }
    Set<String> connectors =
        LOSSES.entrySet().stream()
            .filter(loss -> isOf(failure, loss.getValue()))
            .map(Map.Entry::getKey)
            .collect(Collectors.toSet());
    return script.inserts().stream()
        .flatMap(insert -> insert.model().stream())
        .filter(node -> isPushedTo(connectors, node))
        .map(ModelNode::id)
        .collect(Collectors.toSet());
  }

  private static boolean isOf(Throwable failure, Class<? extends Throwable> loss) {
    return ExceptionUtils.findThrowableSerializedAware(
            failure, loss, LostStores.class.getClassLoader())
        .isPresent();
  }

  private static boolean isPushedTo(Set<String> connectors, ModelNode node) {
    ModelConfig config = node.model().config();
    Optional<String> connector = config.setting(ConfigKey.CONNECTOR).map(Setting::text);
    return config.materialization() == Materialization.PUSH
        && connector.filter(connectors::contains).isPresent();
  }
}
