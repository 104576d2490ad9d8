package io.alluvium.models;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableConfig;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;
import org.apache.flink.table.api.config.ExecutionConfigOptions;

/**
 * Runs a group of SQL models as one Flink job. All tables of the job are committed from the same
 * checkpoints, and what several models read is computed once.
 *
 * <p>The same models give the same operators, so that the job can be restored from its checkpoints;
 * a changed model starts anew (its former state is then to be dropped with {@code
 * --allowNonRestoredState}).
 */
@PublicEvolving
public final class ModelsJob {
  private static final String REDIS_URI_VARIABLE = "ALLUVIUM_REDIS_URI";

  private ModelsJob() {}

  /**
   * Adds the job to the environment.
   *
   * @throws ModelException that says which file and statement is wrong
   */
  public static void define(StreamExecutionEnvironment env, Configuration options) {
    SqlJob job = prepare(env, options);
    int before = env.getTransformations().size();
    try {
      job.attach();
    } catch (RuntimeException e) {
      throw ModelException.at("The models of job '" + options.get(ModelsOptions.JOB) + "'", e);
    }
    OperatorUids.assign(env.getTransformations().subList(before, env.getTransformations().size()));
  }

  /** The plan of the job, as EXPLAIN shows it. */
  public static String explain(StreamExecutionEnvironment env, Configuration options) {
    return prepare(env, options).explain();
  }

  private static SqlJob prepare(StreamExecutionEnvironment env, Configuration options) {
    StreamTableEnvironment tables =
        StreamTableEnvironment.create(env, EnvironmentSettings.inStreamingMode());
    configure(tables.getConfig(), options);
    ModelFolder folder = new ModelFolder(Path.of(required(options, ModelsOptions.MODELS_PATH)));
    SqlJob job = new SqlJob(tables, variables(options));
    job.addAll(folder.init());
    folder.models(options.get(ModelsOptions.JOB)).forEach(model -> job.addAll(model.statements()));
    return job;
  }

  private static void configure(TableConfig config, Configuration options) {
    // Plans each view that several models read by itself, with all its columns: otherwise the
    // models' different columns and filters reach into it, and it is computed once for each.
    config.set("table.optimizer.reuse-optimize-block-with-digest-enabled", "true");
    // State is what the tables are made of; none of it may expire.
    config.setIdleStateRetention(Duration.ZERO);
    Duration latency = options.get(ModelsOptions.MINI_BATCH_LATENCY);
    if (!latency.isZero()) {
      config.set(ExecutionConfigOptions.TABLE_EXEC_MINIBATCH_ENABLED, true);
      config.set(ExecutionConfigOptions.TABLE_EXEC_MINIBATCH_ALLOW_LATENCY, latency);
      config.set(
          ExecutionConfigOptions.TABLE_EXEC_MINIBATCH_SIZE,
          options.get(ModelsOptions.MINI_BATCH_SIZE));
    }
  }

  private static SqlVariables variables(Configuration options) {
    Map<String, String> variables = new HashMap<>();
    variables.put(ModelsOptions.LAKE_PATH.key(), required(options, ModelsOptions.LAKE_PATH));
    options
        .getOptional(ModelsOptions.REDIS_URI)
        .ifPresent(uri -> variables.put(ModelsOptions.REDIS_URI.key(), uri));
    return new SqlVariables(Map.copyOf(variables));
  }

  private static String required(Configuration options, ConfigOption<String> option) {
    return options
        .getOptional(option)
        .orElseThrow(
            () ->
                new ModelException(
                    "Option --" + option.key() + " is missing: " + description(option)));
  }

  private static String description(ConfigOption<?> option) {
    return new org.apache.flink.configuration.description.HtmlFormatter()
        .format(option.description());
  }

  /**
   * @param args pairs of {@code --key value}, see {@link ModelsOptions}
   */
  public static void main(String[] args) throws Exception {
    Configuration options = new Configuration();
    if (System.getenv(REDIS_URI_VARIABLE) != null) {
      options.set(ModelsOptions.REDIS_URI, System.getenv(REDIS_URI_VARIABLE));
    }
    for (int i = 0; i < args.length; i += 2) {
      if (!args[i].startsWith("--") || i + 1 == args.length) {
        throw new ModelException("Options are pairs of --key value; '" + args[i] + "' is not.");
      }
      options.setString(args[i].substring(2), args[i + 1]);
    }
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
    define(env, options);
    env.execute(options.get(ModelsOptions.JOB).toString());
  }
}
