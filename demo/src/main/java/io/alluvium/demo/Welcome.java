package io.alluvium.demo;

import io.alluvium.local.LocalPostgres;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;

/** Says where everything is, and how to look at it. */
final class Welcome {
  private final PrintWriter out;
  private final String station;

  /**
   * @param station one that there is, to look at
   */
  Welcome(PrintWriter out, String station) {
    this.out = out;
    this.station = station;
  }

  void print(DemoHome home, DemoServices services, List<DemoJob> jobs) {
    LocalPostgres postgres = services.postgres();
    long restored = jobs.stream().filter(DemoJob::isRestored).count();
    out.println();
    if (restored > 0) {
      out.printf("%d of %d jobs go on from their last checkpoint.%n", restored, jobs.size());
    }
    line("Flink", services.flink().webUrl());
    line(
        "PostgreSQL",
        String.format(
            "postgresql://%s:%s@127.0.0.1:%d/postgres (schema operations)",
            postgres.user(), postgres.password(), postgres.port()));
    line("Kafka", services.kafka().bootstrapServers() + " (topic readings)");
    line("Redis", services.redis().uri() + " (alluvium:station_health:<station> and others)");
    services.snowflake().ifPresent(this::printSnowflake);
    services.cosmos().ifPresent(this::printCosmos);
    line("Lake", home.lake().toString());
    line("Log", home.root().resolve("logs").resolve("alluvium.log").toString());
    line("Query", "./alluvium query" + homeOption(home.root()) + " \"SHOW TABLES IN gold\"");
    out.println();
    out.flush();
  }

  private void printSnowflake(DemoSnowflake snowflake) {
    line("Snowflake", snowflake.url() + " (a double; tables BUILDING_DAILY and STATION_HEALTH)");
    line(
        "",
        String.format(
            "./alluvium serving snowflake --url %s --private-key-file %s"
                + " \"SELECT * FROM STATION_HEALTH ORDER BY STATION\"",
            snowflake.url(), snowflake.keyFile()));
  }

  private void printCosmos(DemoCosmos cosmos) {
    line(
        "Cosmos DB",
        cosmos.endpoint() + " (a double; containers station_health and usage_monthly)");
    line(
        "",
        String.format(
            "ALLUVIUM_COSMOS_KEY=$(cat %s) ./alluvium serving item --endpoint %s"
                + " alluvium/station_health %s",
            cosmos.keyFile(), cosmos.endpoint(), station));
  }

  private static String homeOption(Path root) {
    return root.equals(Path.of(DemoHome.DEFAULT).toAbsolutePath().normalize())
        ? ""
        : " --home " + root;
  }

  private void line(String name, String text) {
    out.printf("  %-11s %s%n", name, text);
  }
}
