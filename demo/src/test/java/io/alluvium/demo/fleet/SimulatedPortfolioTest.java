package io.alluvium.demo.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SimulatedPortfolioTest {
  private final Portfolio portfolio = new SimulatedPortfolio(1);

  @Test
  void theSeedDecides() {
    assertThat(readings(new SimulatedPortfolio(1))).isEqualTo(readings(portfolio));
    assertThat(new SimulatedPortfolio(1).buildings()).isEqualTo(portfolio.buildings());
    assertThat(readings(new SimulatedPortfolio(2))).isNotEqualTo(readings(portfolio));
  }

  @Test
  void isOfTheSizePromised() {
    assertThat(portfolio.stations()).hasSize(8);
    assertThat(portfolio.buildings())
        .hasSize(40)
        .extracting(Building::name)
        .doesNotHaveDuplicates();
    assertThat(readings(portfolio)).hasSizeBetween(14_500, 15_500);
    assertThat(portfolio.stations())
        .containsAll(portfolio.buildings().stream().map(Building::station).toList());
    assertThat(portfolio.policies())
        .extracting(ComfortPolicy::primaryUsage)
        .containsAll(portfolio.buildings().stream().map(Building::primaryUsage).toList());
  }

  @Test
  void isAsDirtyAsReality() {
    List<Reading> readings = readings(portfolio);
    assertThat(readings).anyMatch(reading -> is(reading, ReadingField.TEMPERATURE, "-9999"));
    assertThat(readings).anyMatch(reading -> is(reading, ReadingField.TEMPERATURE, ""));
    assertThat(readings).anyMatch(reading -> is(reading, ReadingField.HUMIDITY, "-"));
    assertThat(readings).anyMatch(reading -> is(reading, ReadingField.GUST_SPEED, "-"));
    assertThat(readings).anyMatch(reading -> is(reading, ReadingField.WIND_SPEED, "Calm"));

    int repeats = 0;
    int late = 0;
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < readings.size(); i++) {
      Reading reading = readings.get(i);
      if (!seen.add(reading.station() + reading.dateUtc())) {
        repeats++;
      }
      if (i > 0
          && readings.get(i - 1).station().equals(reading.station())
          && readings.get(i - 1).dateUtc().compareTo(reading.dateUtc()) > 0) {
        late++;
      }
    }
    assertThat(repeats).isGreaterThan(50);
    assertThat(late).isGreaterThan(20);
  }

  private static boolean is(Reading reading, ReadingField field, String value) {
    return reading.value(field).equals(value);
  }

  private static List<Reading> readings(Portfolio portfolio) {
    List<Reading> readings = new ArrayList<>();
    for (String station : portfolio.stations()) {
      try (Readings rows = portfolio.open(station)) {
        rows.forEachRemaining(readings::add);
      }
    }
    return readings;
  }
}
