package io.alluvium.demo;

import io.alluvium.local.LocalFlink;
import io.alluvium.local.LocalKafka;
import io.alluvium.local.LocalPostgres;
import io.alluvium.local.LocalRedis;
import java.util.ArrayDeque;
import java.util.Deque;

/** The services of the demo, all on the loopback interface; closed in the reverse order. */
final class DemoServices implements AutoCloseable {
  private final Deque<AutoCloseable> started = new ArrayDeque<>();
  private final LocalPostgres postgres;
  private final LocalKafka kafka;
  private final LocalRedis redis;
  private final LocalFlink flink;

  private DemoServices(DemoHome home, DemoSettings.Ports ports) throws Exception {
    try {
      postgres = started(LocalPostgres.start(home.postgres(), ports.postgres()));
      kafka = started(LocalKafka.start(home.kafka(), ports.kafka()));
      redis = started(LocalRedis.start(home.redis(), ports.redis()));
      flink = started(LocalFlink.start(home.flink(), DemoJobs.flinkSettings(ports.web())));
    } catch (Exception e) {
      close();
      throw e;
    }
  }

  static DemoServices start(DemoHome home, DemoSettings.Ports ports) throws Exception {
    return new DemoServices(home, ports);
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

  LocalFlink flink() {
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
