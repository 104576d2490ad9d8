package io.alluvium.demo;

import io.alluvium.cdc.CdcJob;
import io.alluvium.cdc.pipeline.CdcPipeline;
import io.alluvium.cdc.pipeline.PipelineFile;
import io.alluvium.ingest.streams.StreamDefinitions;
import io.alluvium.ingest.streams.StreamJob;
import io.alluvium.local.LocalFlink;
import io.alluvium.local.LocalPostgres;
import io.alluvium.models.ModelsJob;
import io.alluvium.models.ModelsOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The jobs of the demo: the classes that a session cluster runs, with the demo's addresses. */
final class DemoJobs {
  private static final Duration CHECKPOINT_INTERVAL = Duration.ofSeconds(1);

  /** Of all jobs but those of further stores. */
  private static final int SLOTS = 6;

  private final DemoServices services;
  private final Path lake;
  private final Path models;
  private final Path streams;
  private final Path capture;

  DemoJobs(DemoServices services, Path lake, Path models, Path streams, Path capture) {
    this.services = services;
    this.lake = lake;
    this.models = models;
    this.streams = streams;
    this.capture = capture;
  }

  /** Adds a job to an environment. */
  private interface Definition {
    void define(StreamExecutionEnvironment environment);
  }

  /** Of a session cluster, from the settings that all jobs on it have. */
  static Configuration onCluster(Configuration settings) {
    Configuration jobs = new Configuration(settings);
    jobs.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, CHECKPOINT_INTERVAL);
    jobs.set(CheckpointingOptions.MIN_PAUSE_BETWEEN_CHECKPOINTS, CHECKPOINT_INTERVAL.dividedBy(5));
    return jobs;
  }

  /**
   * @param moreStores than Redis, each of which a job of one task writes to
   */
  static LocalFlink.Settings flinkSettings(int webPort, int moreStores) {
    return new LocalFlink.Settings(webPort, SLOTS + moreStores, CHECKPOINT_INTERVAL);
  }

  /** Submits all, in the order of the flow: a job finds the tables that it reads. */
  List<DemoJob> submitAll() throws Exception {
    List<DemoJob> jobs = new ArrayList<>();
    jobs.add(submit("cdc", CdcJob.class, 1, environment -> CdcJob.define(environment, capture())));
    jobs.add(submit("devices", StreamJob.class, 2, environment -> devices().define(environment)));
    jobs.add(submit("models", ModelsJob.class, 2, environment -> define(environment, "models")));
    jobs.add(submit("serving", ModelsJob.class, 1, environment -> define(environment, "serving")));
    if (services.snowflake().isPresent()) {
      jobs.add(
          submit("snowflake", ModelsJob.class, 1, environment -> define(environment, "snowflake")));
    }
    return jobs;
  }

  private void define(StreamExecutionEnvironment environment, String job) {
    ModelsJob.define(environment, models(job));
  }

  private DemoJob submit(String name, Class<?> job, int parallelism, Definition definition)
      throws Exception {
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.getExecutionEnvironment(services.flink().configuration());
    environment.setParallelism(parallelism);
    definition.define(environment);
    return services.flink().submit(name, job, environment.getStreamGraph());
  }

  private CdcPipeline capture() {
    LocalPostgres postgres = services.postgres();
    return PipelineFile.read(
        capture,
        Map.of(
            "ALLUVIUM_DEMO_POSTGRES_PORT",
            String.valueOf(postgres.port()),
            "ALLUVIUM_DEMO_POSTGRES_USER",
            postgres.user(),
            "ALLUVIUM_DEMO_POSTGRES_PASSWORD",
            postgres.password(),
            "ALLUVIUM_DEMO_LAKE",
            lakeUri()));
  }

  /** The stream as anyone would run it; only the broker's address is the demo's. */
  private StreamJob devices() {
    return new StreamJob(
        StreamDefinitions.read(
            streams.resolve("readings.yaml"),
            Map.of("KAFKA_BOOTSTRAP_SERVERS", services.kafka().bootstrapServers())),
        lakeUri());
  }

  private Configuration models(String job) {
    Configuration options = new Configuration();
    options.set(ModelsOptions.LAKE_PATH, lakeUri());
    options.set(ModelsOptions.PROJECT_PATH, models.toString());
    options.set(ModelsOptions.REDIS_URI, services.redis().uri());
    services
        .snowflake()
        .ifPresent(snowflake -> options.set(ModelsOptions.ENVIRONMENT, snowflake.environment()));
    options.set(ModelsOptions.JOB, job);
    return options;
  }

  private String lakeUri() {
    return lake.toUri().toString();
  }
}
