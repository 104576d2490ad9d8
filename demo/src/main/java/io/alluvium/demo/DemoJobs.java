package io.alluvium.demo;

import io.alluvium.cdc.CdcJob;
import io.alluvium.cdc.CdcOptions;
import io.alluvium.demo.fleet.OperationalDatabase;
import io.alluvium.ingest.streams.StreamDefinitions;
import io.alluvium.ingest.streams.StreamJob;
import io.alluvium.local.LocalFlink;
import io.alluvium.local.LocalPostgres;
import io.alluvium.models.ModelGroup;
import io.alluvium.models.ModelsJob;
import io.alluvium.models.ModelsOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The jobs of the demo: the classes that a session cluster runs, with the demo's addresses. */
final class DemoJobs {
  private static final String DATABASE = "postgres";
  private static final Duration CHECKPOINT_INTERVAL = Duration.ofSeconds(1);

  private final DemoServices services;
  private final Path lake;
  private final Path models;
  private final Path streams;

  DemoJobs(DemoServices services, Path lake, Path models, Path streams) {
    this.services = services;
    this.lake = lake;
    this.models = models;
    this.streams = streams;
  }

  /** Adds a job to an environment. */
  private interface Definition {
    void define(StreamExecutionEnvironment environment, Configuration options);
  }

  static LocalFlink.Settings flinkSettings(int webPort) {
    return new LocalFlink.Settings(webPort, 6, CHECKPOINT_INTERVAL);
  }

  /** Submits all, in the order of the flow: a job finds the tables that it reads. */
  List<LocalFlink.Job> submitAll() throws Exception {
    List<LocalFlink.Job> jobs = new ArrayList<>();
    jobs.add(submit("cdc", 1, cdc(), CdcJob::define));
    jobs.add(submit("devices", 2, new Configuration(), (env, none) -> devices().define(env)));
    jobs.add(submit("models", 2, models(ModelGroup.MODELS), ModelsJob::define));
    jobs.add(submit("serving", 1, models(ModelGroup.SERVING), ModelsJob::define));
    return jobs;
  }

  private LocalFlink.Job submit(
      String name, int parallelism, Configuration options, Definition definition) throws Exception {
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.getExecutionEnvironment(services.flink().configuration());
    environment.setParallelism(parallelism);
    definition.define(environment, options);
    return services.flink().submit(name, environment.getStreamGraph());
  }

  private Configuration cdc() {
    LocalPostgres postgres = services.postgres();
    Configuration options = new Configuration();
    options.set(CdcOptions.LAKE_PATH, lakeUri());
    options.set(CdcOptions.HOSTNAME, "127.0.0.1");
    options.set(CdcOptions.PORT, postgres.port());
    options.set(CdcOptions.DATABASE_NAME, DATABASE);
    options.set(CdcOptions.USERNAME, postgres.user());
    options.set(CdcOptions.PASSWORD, postgres.password());
    options.set(
        CdcOptions.TABLE_NAMES,
        Stream.of("station", "comfort_policy", "building")
            .map(table -> OperationalDatabase.SCHEMA + "." + table)
            .toList());
    options.set(CdcOptions.SOURCE_NAME, OperationalDatabase.SCHEMA);
    return options;
  }

  /** The stream as anyone would run it; only the broker's address is the demo's. */
  private StreamJob devices() {
    return new StreamJob(
        StreamDefinitions.read(
            streams.resolve("readings.yaml"),
            Map.of("KAFKA_BOOTSTRAP_SERVERS", services.kafka().bootstrapServers())),
        lakeUri());
  }

  private Configuration models(ModelGroup group) {
    Configuration options = new Configuration();
    options.set(ModelsOptions.LAKE_PATH, lakeUri());
    options.set(ModelsOptions.MODELS_PATH, models.toString());
    options.set(ModelsOptions.REDIS_URI, services.redis().uri());
    options.set(ModelsOptions.JOB, group);
    return options;
  }

  private String lakeUri() {
    return lake.toUri().toString();
  }
}
