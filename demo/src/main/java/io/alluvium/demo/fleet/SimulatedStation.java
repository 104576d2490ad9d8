package io.alluvium.demo.fleet;

import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Makes up what a weather station observes, with all the dirt that recorded stations have. */
final class SimulatedStation {
  private static final int OBSERVATIONS = 1_850;
  private static final LocalDateTime START = LocalDateTime.of(2015, 1, 1, 0, 53);
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");
  private static final List<String> SKIES =
      List.of(
          "Clear", "Overcast", "Mostly Cloudy", "Scattered Clouds", "Light Rain", "Unknown", "");
  private static final List<String> WINDS = List.of("North", "NNW", "South", "SW", "West", "East");

  private static final String MISSING = "-9999";
  private static final String NONE = "-";
  private static final String CALM = "Calm";

  private final String name;
  private final Random random;
  private final double climate;
  private final int hoursBehind;

  SimulatedStation(String name, Random random) {
    this.name = name;
    this.random = random;
    this.climate = 4 + random.nextInt(14);
    this.hoursBehind = random.nextInt(9);
  }

  /** In the order of sending, which is not always that of observing. */
  List<Reading> readings() {
    List<Reading> readings = new ArrayList<>();
    LocalDateTime time = START;
    for (int i = 0; i < OBSERVATIONS; i++) {
      readings.add(reading(time));
      if (random.nextInt(100) == 0) {
        // A correction: the same time again, with other values.
        readings.add(reading(time));
      }
      if (i > 2 && random.nextInt(150) == 0) {
        Collections.swap(readings, readings.size() - 1, readings.size() - 3);
      }
      // Hourly, at times more often, and now and then nothing for hours.
      time = time.plusMinutes(random.nextInt(20) == 0 ? 23 : 60);
      if (random.nextInt(400) == 0) {
        time = time.plusHours(2 + random.nextInt(9));
      }
    }
    return readings;
  }

  private Reading reading(LocalDateTime time) {
    double season = -8 * Math.cos(2 * Math.PI * time.getDayOfYear() / 365.0);
    double hour = -4 * Math.cos(2 * Math.PI * (time.getHour() - 3) / 24.0);
    double temperature = climate + season + hour + random.nextGaussian() * 1.5;
    boolean calm = random.nextInt(5) == 0;
    String[] values = new String[ReadingField.values().length];
    set(values, ReadingField.DATE_UTC, TIME.format(time));
    set(values, ReadingField.LOCAL_TIME, TIME.format(time.minusHours(hoursBehind)));
    set(values, ReadingField.TEMPERATURE, dirty(decimal(temperature), MISSING, ""));
    set(values, ReadingField.DEW_POINT, dirty(decimal(temperature - 3), MISSING, MISSING));
    set(values, ReadingField.HUMIDITY, dirty(decimal(30 + random.nextInt(70)), "", NONE));
    set(values, ReadingField.SEA_LEVEL_PRESSURE, decimal(1000 + random.nextInt(300) / 10.0));
    set(values, ReadingField.VISIBILITY, dirty("16.1", MISSING, ""));
    set(values, ReadingField.WIND_DIRECTION, calm ? CALM : pick(WINDS));
    set(values, ReadingField.WIND_SPEED, calm ? CALM : decimal(random.nextInt(300) / 10.0));
    set(values, ReadingField.GUST_SPEED, random.nextInt(8) == 0 ? "31.5" : NONE);
    set(values, ReadingField.PRECIPITATION, random.nextInt(10) == 0 ? "0.3" : "");
    set(values, ReadingField.WIND_DIRECTION_DEGREES, Integer.toString(random.nextInt(36) * 10));
    set(values, ReadingField.EVENTS, random.nextInt(12) == 0 ? "Rain" : "");
    set(values, ReadingField.CONDITIONS, pick(SKIES));
    return new Reading(name, values);
  }

  private static void set(String[] values, ReadingField field, String value) {
    values[field.ordinal()] = value;
  }

  private String dirty(String value, String oneDirt, String otherDirt) {
    return switch (random.nextInt(120)) {
      case 0 -> oneDirt;
      case 1 -> otherDirt;
      default -> value;
    };
  }

  private String pick(List<String> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  private static String decimal(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}
