package io.alluvium.demo;

import io.alluvium.demo.fleet.DeviceFleet;
import io.alluvium.demo.fleet.OperationalDatabase;
import io.alluvium.demo.fleet.Portfolio;
import io.alluvium.demo.fleet.RecordedPortfolio;
import io.alluvium.demo.fleet.SimulatedPortfolio;
import io.alluvium.demo.reconciliation.Reconciliation;
import io.alluvium.demo.reconciliation.RedisKpis;
import io.alluvium.demo.reconciliation.TableAccount;
import io.alluvium.local.JobFailedException;
import io.alluvium.local.LocalPostgres;
import io.alluvium.local.StopSignal;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/** Runs the whole platform in this process. */
public final class Demo {
  private static final String DATABASE = "postgres";
  private static final long SEED = 2016;
  private static final double WATCHABLE_SIMULATED_RATE = 300;
  private static final double WATCHABLE_RECORDED_RATE = 5_000;
  private static final Duration TICK = Duration.ofMillis(500);

  private final DemoSettings settings;
  private final PrintWriter out;
  private final Consumer<Path> logging;

  /**
   * @param logging told the home, once it is known to be one, before anything is logged
   */
  public Demo(DemoSettings settings, PrintWriter out, Consumer<Path> logging) {
    this.settings = settings;
    this.out = out;
    this.logging = logging;
  }

  /**
   * Runs until a stop is requested or, with {@code once}, until all input has reached the KPIs.
   *
   * @return the exit code
   * @throws DemoException where something is wrong that whoever started the demo can mend
   * @throws JobFailedException where a job has failed for good
   */
  public int run() throws Exception {
    Portfolio portfolio = portfolio();
    try (DemoHome home = DemoHome.open(settings.home(), portfolio.toString())) {
      logging.accept(home.root());
      try (StopSignal stop = new StopSignal()) {
        say(
            settings.cluster().isPresent()
                ? "Starting PostgreSQL, Kafka and Redis …"
                : "Starting PostgreSQL, Kafka, Redis and Flink …");
        try (DemoServices services = DemoServices.start(home, settings)) {
          return run(home, portfolio, services, stop);
        }
      }
    }
  }

  private Portfolio portfolio() {
    return settings.data().isPresent()
        ? RecordedPortfolio.open(settings.data().get())
        : new SimulatedPortfolio(SEED);
  }

  private OptionalDouble rate() {
    if (settings.rate().isPresent() || settings.once()) {
      return settings.rate();
    }
    return OptionalDouble.of(
        settings.data().isPresent() ? WATCHABLE_RECORDED_RATE : WATCHABLE_SIMULATED_RATE);
  }

  private int run(DemoHome home, Portfolio portfolio, DemoServices services, StopSignal stop)
      throws Exception {
    LocalPostgres postgres = services.postgres();
    say("Loading the operational database …");
    try (OperationalDatabase database =
            OperationalDatabase.load(
                postgres.jdbcUrl(DATABASE), postgres.user(), postgres.password(), portfolio);
        DeviceFleet fleet =
            DeviceFleet.connect(portfolio, services.kafka().bootstrapServers(), rate());
        RedisKpis redis = new RedisKpis(services.redis().uri())) {
      say("Submitting the jobs …");
      List<DemoJob> jobs =
          new DemoJobs(
                  services, home.lake(), settings.models(), settings.streams(), settings.capture())
              .submitAll();
      new Welcome(out, portfolio.stations().get(0)).print(home, services, jobs);
      try (Feed feed = Feed.start(fleet, database)) {
        Flow flow =
            new Flow(feed, fleet, new LakeRows(home.lake()), redis, portfolio.stations(), jobs);
        return follow(
            flow,
            () ->
                reconcile(
                    new Reconciliation(
                        home.lake(),
                        redis,
                        services.snowflake().map(DemoSnowflake::login),
                        services.cosmos().map(DemoCosmos::tables)),
                    fleet,
                    postgres),
            stop);
      }
    }
  }

  private int follow(Flow flow, Callable<List<TableAccount>> reconciliation, StopSignal stop)
      throws Exception {
    ProgressLine progress = new ProgressLine(out);
    boolean announced = false;
    while (!stop.await(TICK)) {
      flow.observe();
      progress.show(flow);
      if (settings.once() && (flow.hasSettled() || flow.isStuck())) {
        progress.end();
        say("Following every row from its source to the KPIs …");
        List<TableAccount> accounts = reconciliation.call();
        boolean accounted = accounts.stream().allMatch(TableAccount::accounted);
        if (accounted || flow.isStuck()) {
          new ReconciliationTable(out).print(accounts);
          say(accounted ? "Every row is accounted for." : "NOT every row is accounted for.");
          return accounted ? 0 : 1;
        }
        say("Something is still on its way.");
        flow.reconciled();
      } else if (!settings.once() && !announced && flow.hasSettled()) {
        announced = true;
        progress.end();
        say("All input has reached the KPIs. The services go on; Ctrl-C stops them.");
      }
    }
    progress.end();
    say("Stopping. The same command goes on from here.");
    // With --once whoever asked for the reconciliation has not got it.
    return settings.once() ? 1 : 0;
  }

  private static List<TableAccount> reconcile(
      Reconciliation reconciliation, DeviceFleet fleet, LocalPostgres postgres)
      throws SQLException {
    try (Connection database =
        DriverManager.getConnection(
            postgres.jdbcUrl(DATABASE), postgres.user(), postgres.password())) {
      return reconciliation.run(
          new Reconciliation.Input(fleet.sent(), fleet.expectedDeadLetters(), database));
    }
  }

  private void say(String line) {
    out.println(line);
    out.flush();
  }
}
