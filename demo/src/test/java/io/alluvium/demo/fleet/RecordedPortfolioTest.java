package io.alluvium.demo.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordedPortfolioTest {
  private static final String BUILDINGS =
      "uid,industry,numberoffloors,occupants,primaryspaceusage,sqft,sqm,subindustry,timezone,"
          + "yearbuilt,newweatherfilename\r"
          + "Office_Ada,Government,3,,Office,10763.9,1000.5,\"City, County, State\",Europe/London,"
          + "1754-1756,weather10.csv\r"
          + "Dorm_Bo,Education,,12,Dormitory,,many,,,1967,weather2.csv\r";
  private static final String WEATHER_2 =
      "timestamp,TimeMST,TemperatureC,Dew PointC,Humidity,Sea Level PressurehPa,VisibilityKm,"
          + "Wind Direction,Wind SpeedKm/h,Gust SpeedKm/h,Precipitationmm,Events,Conditions,"
          + "WindDirDegrees,DateUTC<br />,timestamp\n"
          + "2015-01-01 00:51:00,12:51 AM,-9999,-0.6,79.0,1016.0,16.1,WNW,9.3,-,,,\"Fog, light\","
          + "300,2015-01-01 07:51:00<br />,2015-01-01 00:51:00\n"
          + "2015-01-01 01:47:00,1:47 AM,3.0,,,,,Calm,Calm,-,0.3,Rain,,0,"
          + "2015-01-01 07:51:00<br />,2015-01-01 01:47:00\n";
  private static final String WEATHER_10 =
      "timestamp,Conditions,Conditions<br />,DateUTC<br />,TemperatureC,Time,TimeBST,TimeGMT\n"
          + "2014-12-01 00:20:00,Clear,,2014-12-01 00:20:00<br />,7.0,,,12:20 AM\n";

  @TempDir Path folder;

  @BeforeEach
  void writeFiles() throws IOException {
    Files.writeString(folder.resolve("buildings.csv"), BUILDINGS);
    Files.createDirectories(folder.resolve("weather"));
    Files.writeString(folder.resolve("weather/weather2.csv"), WEATHER_2);
    try (OutputStream out =
        new GZIPOutputStream(Files.newOutputStream(folder.resolve("weather/weather10.csv.gz")))) {
      out.write(WEATHER_10.getBytes(StandardCharsets.UTF_8));
    }
  }

  @Test
  void readsBuildings() {
    assertThat(RecordedPortfolio.open(folder).buildings())
        .containsExactly(
            new Building(
                "Office_Ada",
                "Office",
                "Government",
                "City, County, State",
                "weather10",
                1000.5,
                10763.9,
                "Europe/London",
                null,
                "1754-1756",
                3,
                null,
                null,
                null,
                null),
            new Building(
                "Dorm_Bo",
                "Dormitory",
                "Education",
                null,
                "weather2",
                null,
                null,
                null,
                1967,
                "1967",
                null,
                12,
                null,
                null,
                null));
  }

  @Test
  void everyUsageHasAPolicy() {
    assertThat(RecordedPortfolio.open(folder).policies())
        .extracting(ComfortPolicy::primaryUsage)
        .containsExactly("Dormitory", "Office");
    assertThat(RecordedPortfolio.open(folder).policies())
        .allMatch(policy -> policy.baseTemperature() == 18);
  }

  @Test
  void readsReadingsByTheNamesOfTheirColumns() {
    RecordedPortfolio portfolio = RecordedPortfolio.open(folder);
    assertThat(portfolio.stations()).containsExactly("weather2", "weather10");
    assertThat(portfolio.readings("weather2")).isEqualTo(2);

    List<Reading> readings = new ArrayList<>();
    try (Readings rows = portfolio.open("weather2")) {
      rows.forEachRemaining(readings::add);
    }
    Reading first = readings.get(0);
    assertThat(first.dateUtc()).isEqualTo("2015-01-01 07:51:00");
    assertThat(first.value(ReadingField.LOCAL_TIME)).isEqualTo("2015-01-01 00:51:00");
    assertThat(first.value(ReadingField.TEMPERATURE)).isEqualTo("-9999");
    assertThat(first.value(ReadingField.GUST_SPEED)).isEqualTo("-");
    assertThat(first.value(ReadingField.CONDITIONS)).isEqualTo("Fog, light");
    assertThat(readings.get(1).value(ReadingField.WIND_SPEED)).isEqualTo("Calm");
    assertThat(readings.get(1).value(ReadingField.HUMIDITY)).isEmpty();

    try (Readings rows = portfolio.open("weather10")) {
      Reading other = rows.next();
      assertThat(rows.hasNext()).isFalse();
      assertThat(other.value(ReadingField.TEMPERATURE)).isEqualTo("7.0");
      assertThat(other.value(ReadingField.CONDITIONS)).isEqualTo("Clear");
      assertThat(other.value(ReadingField.HUMIDITY)).as("no such column").isNull();
    }
  }

  @Test
  void whatIsMissingIsNamed() throws IOException {
    assertRefused(folder.resolve("none"), "There is no folder " + folder.resolve("none"));

    Files.delete(folder.resolve("weather/weather2.csv"));
    assertRefused(folder, "no file of the station weather2, which serves Dorm_Bo");

    Files.delete(folder.resolve("buildings.csv"));
    assertRefused(folder, "There is no file " + folder.resolve("buildings.csv"));
  }

  @Test
  void whatIsOfAnotherFormIsNamed() throws IOException {
    Path weather = folder.resolve("weather/weather2.csv");
    Files.writeString(weather, WEATHER_2 + "2015-01-01,a,b\n");
    assertRefused(folder, weather + ", line 4: 3 fields in place of 16");

    Files.writeString(weather, "time,temperature\n");
    assertRefused(folder, weather + " has no column 'DateUTC<br />'");

    Files.writeString(folder.resolve("weather/weather10.csv.gz"), "not packed");
    Files.writeString(weather, WEATHER_2);
    assertRefused(folder, "Cannot read " + folder.resolve("weather/weather10.csv.gz"));

    Files.writeString(folder.resolve("buildings.csv"), BUILDINGS + "Dorm_Bo,,,,,,,,,,\r");
    assertRefused(folder, "line 4: the uid 'Dorm_Bo' is missing or occurs before");
  }

  private static void assertRefused(Path folder, String message) {
    assertThatThrownBy(() -> RecordedPortfolio.open(folder))
        .isInstanceOf(PortfolioException.class)
        .hasMessageContaining(message)
        .hasMessageNotContaining("\n");
  }
}
