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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.apache.flink.streaming.api.graph.StreamNode;

/** The jobs of the demo: the classes that a session cluster runs, with the demo's addresses. */
final class DemoJobs {
  private static final Duration CHECKPOINT_INTERVAL = Duration.ofSeconds(1);
  private static final String COSMOS = "cosmos";

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
    void define(DemoJobs jobs, StreamExecutionEnvironment environment);
  }

  private record Planned(String name, Class<?> job, int parallelism, Definition definition) {}

  /** Of a session cluster, from the settings that all jobs on it have. */
  static Configuration onCluster(Configuration settings) {
    Configuration jobs = new Configuration(settings);
    jobs.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, CHECKPOINT_INTERVAL);
    jobs.set(CheckpointingOptions.MIN_PAUSE_BETWEEN_CHECKPOINTS, CHECKPOINT_INTERVAL.dividedBy(5));
    return jobs;
  }

  /** With a slot for each task that runs at once. */
  static LocalFlink.Settings flinkSettings(int webPort, boolean snowflake, boolean cosmos) {
    int slots = planned(snowflake, cosmos).stream().mapToInt(Planned::parallelism).sum();
    return new LocalFlink.Settings(webPort, slots, CHECKPOINT_INTERVAL);
  }

  /** In the order of the flow: a job finds the tables that it reads. */
  private static List<Planned> planned(boolean snowflake, boolean cosmos) {
    List<Planned> planned = new ArrayList<>();
    planned.add(
        new Planned(
            "cdc",
            CdcJob.class,
            1,
            (jobs, environment) -> CdcJob.define(environment, jobs.capture())));
    planned.add(
        new Planned(
            "devices",
            StreamJob.class,
            2,
            (jobs, environment) -> jobs.devices().define(environment)));
    planned.add(models("models", 2));
    planned.add(models("serving", 1));
    if (snowflake) {
      planned.add(models("snowflake", 1));
    }
    if (cosmos) {
      planned.add(models(COSMOS, 1));
    }
    return planned;
  }

  private static Planned models(String name, int parallelism) {
    return new Planned(
        name,
        ModelsJob.class,
        parallelism,
        (jobs, environment) -> ModelsJob.define(environment, jobs.models(name)));
  }

  /**
   * Submits all.
   *
   * @throws DemoException where there are not enough slots for them
   */
  List<DemoJob> submitAll() throws Exception {
    List<Planned> planned =
        planned(services.snowflake().isPresent(), services.cosmos().isPresent());
    List<String> names = planned.stream().map(Planned::name).toList();
    List<DemoJob> jobs = new ArrayList<>();
    List<StreamGraph> graphs = new ArrayList<>();
    for (Planned job : planned) {
      graphs.add(graph(job));
    }
    services.flink().requireSlots(names, graphs.stream().mapToInt(DemoJobs::slots).sum());
    if (services.cosmos().isPresent()) {
      // The double has just started, and has nothing.
      services.flink().forget(COSMOS);
    }
    for (int i = 0; i < planned.size(); i++) {
      jobs.add(services.flink().submit(names.get(i), planned.get(i).job(), graphs.get(i)));
    }
    return jobs;
  }

  private StreamGraph graph(Planned job) {
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.getExecutionEnvironment(services.flink().configuration());
    environment.setParallelism(job.parallelism());
    job.definition().define(this, environment);
    return environment.getStreamGraph();
  }

  /** Tasks of a job share slots within a group, of which one has as many as its widest task. */
  private static int slots(StreamGraph graph) {
    Map<String, Integer> widest = new HashMap<>();
    for (StreamNode node : graph.getStreamNodes()) {
      widest.merge(
          Objects.requireNonNullElse(node.getSlotSharingGroup(), ""),
          node.getParallelism(),
          Math::max);
    }
    return widest.values().stream().mapToInt(Integer::intValue).sum();
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
    Map<String, String> stores = new HashMap<>();
    services.snowflake().ifPresent(snowflake -> stores.putAll(snowflake.environment()));
    services.cosmos().ifPresent(cosmos -> stores.putAll(cosmos.environment()));
    options.set(ModelsOptions.ENVIRONMENT, stores);
    options.set(ModelsOptions.JOB, job);
    return options;
  }

  private String lakeUri() {
    return lake.toUri().toString();
  }
}
