package io.alluvium.demo;

import io.alluvium.cluster.ClusterJobs;
import io.alluvium.local.LocalFlink;
import io.alluvium.local.LocalKafka;
import io.alluvium.local.LocalPostgres;
import io.alluvium.local.LocalRedis;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** The services of the demo, all on the loopback interface; closed in the reverse order. */
final class DemoServices implements AutoCloseable {
  private static final Duration SLOTS_PATIENCE = Duration.ofSeconds(30);

  private final Deque<AutoCloseable> started = new ArrayDeque<>();
  private final LocalPostgres postgres;
  private final LocalKafka kafka;
  private final LocalRedis redis;
  private final Optional<DemoSnowflake> snowflake;
  private final Optional<DemoCosmos> cosmos;
  private final DemoFlink flink;

  private DemoServices(DemoHome home, DemoSettings settings) throws Exception {
    DemoSettings.Ports ports = settings.ports();
    try {
      postgres = started(LocalPostgres.start(home.postgres(), ports.postgres()));
      kafka = started(LocalKafka.start(home.kafka(), ports.kafka()));
      redis = started(LocalRedis.start(home.redis(), ports.redis()));
      snowflake =
          settings.snowflake().isPresent()
              ? Optional.of(
                  started(DemoSnowflake.start(home.snowflake(), settings.snowflake().getAsInt())))
              : Optional.empty();
      cosmos =
          settings.cosmos().isPresent()
              ? Optional.of(started(DemoCosmos.start(home.cosmos(), settings.cosmos().getAsInt())))
              : Optional.empty();
      flink = started(flink(home, settings));
    } catch (Exception e) {
      close();
      throw e;
    }
  }

  private static DemoFlink flink(DemoHome home, DemoSettings settings) throws Exception {
    if (settings.cluster().isEmpty()) {
      return new EmbeddedFlink(
          LocalFlink.start(
              home.flink(),
              DemoJobs.flinkSettings(
                  settings.ports().web(),
                  settings.snowflake().isPresent(),
                  settings.cosmos().isPresent())));
    }
    DemoSettings.Cluster cluster = settings.cluster().get();
    return new SessionFlink(
        home.flink(),
        ClusterJobs.connect(cluster.address(), cluster.jobs()),
        DemoJobs.onCluster(cluster.jobs()),
        SLOTS_PATIENCE);
  }

  static DemoServices start(DemoHome home, DemoSettings settings) throws Exception {
    return new DemoServices(home, settings);
  }

  private <T extends AutoCloseable> T started(T service) {
    started.push(service);
    return service;
  }

  LocalPostgres postgres() {
    return postgres;
  }

  LocalKafka kafka() {
    return kafka;
  }

  LocalRedis redis() {
    return redis;
  }

  /** Where the KPIs go there as well. */
  Optional<DemoSnowflake> snowflake() {
    return snowflake;
  }

  /** The same. */
  Optional<DemoCosmos> cosmos() {
    return cosmos;
  }

  DemoFlink flink() {
    return flink;
  }

  @Override
  public void close() throws Exception {
    Exception failure = null;
    while (!started.isEmpty()) {
      try {
        started.pop().close();
      } catch (Exception e) {
        // The others are to be closed all the same.
        if (failure == null) {
          failure = e;
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
