package io.alluvium.demo.fleet;

import io.alluvium.local.LocalKafka;
import java.nio.file.Path;
import java.util.OptionalDouble;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** A broker and a fleet that sends to it, in a process that can be killed; prints what it sent. */
final class FleetProcess {
  private FleetProcess() {}

  public static void main(String[] args) throws Exception {
    LocalKafka kafka = LocalKafka.start(Path.of(args[0]), 0);
    DeviceFleet fleet =
        DeviceFleet.connect(
            new SimulatedPortfolio(1), kafka.bootstrapServers(), OptionalDouble.of(2_000));
    ScheduledExecutorService printer = Executors.newSingleThreadScheduledExecutor();
    printer.scheduleAtFixedRate(
        () -> {
          System.out.println(fleet.sent());
          System.out.flush();
        },
        0,
        20,
        TimeUnit.MILLISECONDS);
    fleet.sendAll();
  }
}
