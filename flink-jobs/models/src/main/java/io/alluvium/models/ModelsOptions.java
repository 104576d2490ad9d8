package io.alluvium.models;

import java.time.Duration;
import java.util.Map;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;

/** The options of {@link ModelsJob}. */
@PublicEvolving
public final class ModelsOptions {
  public static final ConfigOption<String> LAKE_PATH =
      ConfigOptions.key("lake.path")
          .stringType()
          .noDefaultValue()
          .withDescription("The lake's folder, as a Flink path such as file:///data/lake.");

  public static final ConfigOption<String> PROJECT_PATH =
      ConfigOptions.key("project.path")
          .stringType()
          .noDefaultValue()
          .withDescription("The local folder of the models' project, with its dbt_project.yml.");

  public static final ConfigOption<String> JOB =
      ConfigOptions.key("job")
          .stringType()
          .defaultValue("models")
          .withDescription("The models whose configuration 'job' is this run in this job.");

  public static final ConfigOption<String> TARGET =
      ConfigOptions.key("target")
          .stringType()
          .defaultValue("dev")
          .withDescription("What 'target.name' is in templates.");

  public static final ConfigOption<String> REDIS_URI =
      ConfigOptions.key("redis.uri")
          .stringType()
          .noDefaultValue()
          .withDescription(
              "What env_var('ALLUVIUM_REDIS_URI') is in templates: redis://host:port. With a"
                  + " password it belongs in that environment variable, which counts where this"
                  + " option is absent.");

  public static final ConfigOption<Map<String, String>> ENVIRONMENT =
      ConfigOptions.key("environment")
          .mapType()
          .defaultValue(Map.of())
          .withDescription(
              "What env_var gives in templates, by name, before the environment: environment.NAME."
                  + " Passwords and keys belong in the environment itself.");

  public static final ConfigOption<Duration> MINI_BATCH_LATENCY =
      ConfigOptions.key("mini-batch.latency")
          .durationType()
          .noDefaultValue()
          .withDescription(
              "How long a row may wait to be worked on with others; 0 for not at all. By default"
                  + " 20 ms in jobs with models that are pushed, and otherwise 10 s, since a"
                  + " checkpoint ends the wait in any case.");

  public static final ConfigOption<Long> MINI_BATCH_SIZE =
      ConfigOptions.key("mini-batch.size")
          .longType()
          .defaultValue(20_000L)
          .withDescription(
              "How many rows, or groups of rows, an operator works on together at most.");

  private ModelsOptions() {}
}
