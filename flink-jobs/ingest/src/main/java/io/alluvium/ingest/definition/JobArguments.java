package io.alluvium.ingest.definition;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import javax.annotation.Nullable;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.TimeUtils;

/**
 * What an inlet's {@code main} is given, as {@code flink run} calls it on a session cluster.
 *
 * @param definition the definition's file, where the program runs that submits the job
 * @param lake path or URI of the lake's folder, as every process of the cluster knows it
 * @param every how often a batch inlet looks for new data; null for what its definition says
 */
public record JobArguments(Path definition, String lake, @Nullable Duration every) {
  private static final String EVERY = "--every";

  /**
   * @throws IllegalArgumentException where they are others, with how they should be
   */
  public static JobArguments parse(String... arguments) {
    List<String> all = List.of(arguments);
    boolean onInterval = all.size() == 4 && all.get(2).equals(EVERY);
    if (all.size() != 2 && !onInterval) {
      throw new IllegalArgumentException(
          "Give the definition's file and the lake's folder, such as orders.yaml"
              + " abfss://lake@account.dfs.core.windows.net/; a batch inlet also takes --every '10"
              + " s'.");
    }
    String lake = all.get(1);
    if (!lake.matches("[a-zA-Z][a-zA-Z0-9+.-]+:/.*") && !Path.of(lake).isAbsolute()) {
      throw new IllegalArgumentException(
          "The lake '"
              + lake
              + "' is a relative path, which the cluster's processes do not know. Write it from the"
              + " root on, or as a URI.");
    }
    return new JobArguments(
        Path.of(all.get(0)), lake, onInterval ? TimeUtils.parseDuration(all.get(3)) : null);
  }

  /**
   * The environment that the job runs in.
   *
   * @throws IllegalStateException where it takes no checkpoints, so that nothing would ever appear
   *     in the lake
   */
  public static StreamExecutionEnvironment environment() {
    StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment();
    if (!environment.getCheckpointConfig().isCheckpointingEnabled()) {
      throw new IllegalStateException(
          "Rows appear in the lake with checkpoints, and there are none. Run the job with -D"
              + CheckpointingOptions.CHECKPOINTING_INTERVAL.key()
              + "=10s, say, or set it in Flink's configuration.");
    }
    return environment;
  }
}
