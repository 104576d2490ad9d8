package io.alluvium.demo.fleet;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * A small portfolio of the same form as the recorded one, and as dirty, made from a seed: some 40
 * buildings, 8 stations and 15,000 readings. Its devices also send some bad messages.
 */
public final class SimulatedPortfolio implements Portfolio {
  private static final int STATIONS = 8;
  private static final int BUILDINGS = 40;
  private static final List<String> USAGES =
      List.of(
          "College Classroom",
          "College Laboratory",
          "Dormitory",
          "Office",
          "Primary/Secondary Classroom");
  private static final List<String> INDUSTRIES =
      List.of("Commercial Property", "Education", "Government");
  private static final List<String> TIME_ZONES =
      List.of("America/New_York", "America/Chicago", "Europe/London", "Europe/Zurich");
  private static final List<String> NAMES =
      List.of("Ada", "Basil", "Cleo", "Dora", "Emil", "Flora", "Gil", "Hugo");
  private static final double SQUARE_FEET = 10.7639;

  private final long seed;
  private final boolean badMessages;
  private final List<Building> buildings;

  /** As {@link #SimulatedPortfolio(long, boolean)}, with bad messages. */
  public SimulatedPortfolio(long seed) {
    this(seed, true);
  }

  /** The same seed gives the same portfolio. */
  public SimulatedPortfolio(long seed, boolean badMessages) {
    this.seed = seed;
    this.badMessages = badMessages;
    this.buildings = buildings(new Random(seed));
  }

  private static List<Building> buildings(Random random) {
    List<Building> buildings = new ArrayList<>();
    for (int i = 0; i < BUILDINGS; i++) {
      String usage = USAGES.get(i % USAGES.size());
      String name =
          usage.replaceAll("[^A-Za-z]", "") + "_" + NAMES.get(i % NAMES.size()) + i / NAMES.size();
      // The last station serves nobody, as in the recorded portfolio.
      String station = station(random.nextInt(STATIONS - 1));
      double floorArea = 500 + random.nextInt(40_000) + random.nextInt(100) / 100.0;
      int year = 1880 + random.nextInt(130);
      String built =
          switch (i % 5) {
            case 0 -> null;
            case 1 -> year + "-" + (year + 2);
            default -> Integer.toString(year);
          };
      buildings.add(
          new Building(
              name,
              usage,
              INDUSTRIES.get(random.nextInt(INDUSTRIES.size())),
              "City, County, State",
              station,
              floorArea,
              floorArea * SQUARE_FEET,
              TIME_ZONES.get(random.nextInt(TIME_ZONES.size())),
              i % 5 < 2 ? null : year,
              built,
              random.nextBoolean() ? 1 + random.nextInt(12) : null,
              random.nextBoolean() ? random.nextInt(1200) : null,
              random.nextBoolean() ? "District heating" : null,
              null,
              null));
    }
    return List.copyOf(buildings);
  }

  private static String station(int number) {
    return "weather" + number;
  }

  @Override
  public List<String> stations() {
    return IntStream.range(0, STATIONS).mapToObj(SimulatedPortfolio::station).toList();
  }

  @Override
  public List<Building> buildings() {
    return buildings;
  }

  @Override
  public List<ComfortPolicy> policies() {
    return USAGES.stream().map(ComfortPolicy::initial).toList();
  }

  @Override
  public long readings(String station) {
    return simulate(station).size();
  }

  @Override
  public Readings open(String station) {
    Iterator<Reading> readings = simulate(station).iterator();
    return new Readings() {
      @Override
      public boolean hasNext() {
        return readings.hasNext();
      }

      @Override
      public Reading next() {
        return readings.next();
      }

      @Override
      public void close() {
        // There is nothing to close.
      }
    };
  }

  private List<Reading> simulate(String station) {
    return new SimulatedStation(station, new Random(seed * STATIONS + stations().indexOf(station)))
        .readings();
  }

  @Override
  public boolean sendsBadMessages() {
    return badMessages;
  }

  @Override
  public String toString() {
    return "the simulated portfolio of seed " + seed;
  }
}
