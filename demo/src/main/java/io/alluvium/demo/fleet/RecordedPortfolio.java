package io.alluvium.demo.fleet;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A portfolio as files have it: {@code buildings.csv} and a file for each station in {@code
 * weather/}, packed or not. The files are only read, and a station's readings never all at once.
 */
public final class RecordedPortfolio implements Portfolio {
  private final Path folder;
  private final List<Building> buildings;
  private final Map<String, Path> files;
  private final Map<String, Long> readings;
  private final boolean badMessages;

  private RecordedPortfolio(
      Path folder,
      List<Building> buildings,
      Map<String, Path> files,
      Map<String, Long> readings,
      boolean badMessages) {
    this.folder = folder;
    this.buildings = buildings;
    this.files = files;
    this.readings = readings;
    this.badMessages = badMessages;
  }

  /** As {@link #open(Path, boolean)}, without bad messages. */
  public static RecordedPortfolio open(Path folder) {
    return open(folder, false);
  }

  /**
   * Reads all files once, so that one that cannot be read is known before anything is sent.
   *
   * @param badMessages whether the devices also send some messages that nobody can read
   * @throws PortfolioException where the folder or a file is missing, or cannot be read
   */
  public static RecordedPortfolio open(Path folder, boolean badMessages) {
    if (!Files.isDirectory(folder)) {
      throw new PortfolioException(
          "There is no folder "
              + folder
              + ". Give a folder with buildings.csv and weather/ as --data, or leave --data out.");
    }
    List<Building> buildings = BuildingsFile.read(folder.resolve("buildings.csv"));
    Map<String, Path> files = WeatherFiles.in(folder.resolve("weather"));
    for (Building building : buildings) {
      if (building.station() != null && !files.containsKey(building.station())) {
        throw new PortfolioException(
            String.format(
                "%s has no file of the station %s, which serves %s. Add %2$s.csv.gz to it.",
                folder.resolve("weather"), building.station(), building.name()));
      }
    }
    Map<String, Long> readings = new LinkedHashMap<>();
    files.forEach((station, file) -> readings.put(station, count(file, station)));
    return new RecordedPortfolio(folder, buildings, files, readings, badMessages);
  }

  private static long count(Path file, String station) {
    try (Readings rows = WeatherFile.open(file, station)) {
      long count = 0;
      while (rows.hasNext()) {
        rows.next();
        count++;
      }
      return count;
    }
  }

  @Override
  public List<String> stations() {
    return List.copyOf(files.keySet());
  }

  @Override
  public List<Building> buildings() {
    return buildings;
  }

  @Override
  public List<ComfortPolicy> policies() {
    return buildings.stream()
        .map(Building::primaryUsage)
        .filter(Objects::nonNull)
        .distinct()
        .sorted()
        .map(ComfortPolicy::initial)
        .toList();
  }

  @Override
  public long readings(String station) {
    return readings.get(station);
  }

  @Override
  public Readings open(String station) {
    return WeatherFile.open(files.get(station), station);
  }

  @Override
  public boolean sendsBadMessages() {
    return badMessages;
  }

  @Override
  public String toString() {
    return "the recorded portfolio in " + folder.toAbsolutePath().normalize();
  }
}
