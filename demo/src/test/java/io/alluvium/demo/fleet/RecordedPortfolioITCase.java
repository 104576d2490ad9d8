package io.alluvium.demo.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.alluvium.local.LocalKafka;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On the real files, where they lie beside the project. */
class RecordedPortfolioITCase {
  private static final Path REAL_FILES = Path.of("..", "..", "shared", "data", "buildings");

  @TempDir Path directory;

  @BeforeEach
  void requireRealFiles() {
    if (!Files.isDirectory(REAL_FILES)) {
      System.out.println(
          "Skipped: the recorded portfolio is not at " + REAL_FILES.toAbsolutePath().normalize());
    }
    assumeTrue(Files.isDirectory(REAL_FILES), "no recorded portfolio");
  }

  @Test
  void theWholeSetIsRead() {
    Portfolio portfolio = RecordedPortfolio.open(REAL_FILES);

    assertThat(portfolio.buildings()).hasSize(507);
    assertThat(portfolio.stations()).hasSize(39).startsWith("weather0", "weather1", "weather2");
    assertThat(portfolio.buildings().stream().map(Building::station).distinct()).hasSize(38);
    assertThat(portfolio.policies()).hasSize(5);
    assertThat(portfolio.stations().stream().mapToLong(portfolio::readings).sum())
        .isEqualTo(503_822);
    assertThat(count(portfolio, ReadingField.WIND_SPEED, "Calm")).isEqualTo(100_783);
    assertThat(count(portfolio, ReadingField.TEMPERATURE, "")).isEqualTo(12);
    assertThat(
            count(portfolio, ReadingField.TEMPERATURE, "-9999")
                + count(portfolio, ReadingField.TEMPERATURE, "-9999.0"))
        .isEqualTo(1_307);
    assertThat(ChangeScript.of(portfolio)).hasSizeGreaterThan(10);
  }

  @Test
  void theWholeSetIsSent() throws Exception {
    try (LocalKafka kafka = LocalKafka.start(directory, 0)) {
      DeviceFleet fleet =
          DeviceFleet.connect(
              RecordedPortfolio.open(REAL_FILES), kafka.bootstrapServers(), OptionalDouble.empty());
      long start = System.nanoTime();
      fleet.sendAll();
      double seconds = (System.nanoTime() - start) / 1e9;
      System.out.printf("%,d messages in %.1f s%n", fleet.sent(), seconds);

      assertThat(fleet.sent()).isEqualTo(503_822).isEqualTo(fleet.total());
      assertThat(fleet.expectedDeadLetters()).isZero();
      assertThat(new ReadingsTopic(kafka.bootstrapServers()).messagesByStation()).hasSize(39);
    }
  }

  private static long count(Portfolio portfolio, ReadingField field, String value) {
    long count = 0;
    for (String station : portfolio.stations()) {
      try (Readings readings = portfolio.open(station)) {
        while (readings.hasNext()) {
          if (value.equals(readings.next().value(field))) {
            count++;
          }
        }
      }
    }
    return count;
  }
}
