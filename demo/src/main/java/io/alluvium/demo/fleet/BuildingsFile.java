package io.alluvium.demo.fleet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads {@code buildings.csv}. */
final class BuildingsFile {
  private static final List<String> REQUIRED =
      List.of("uid", "primaryspaceusage", "newweatherfilename");

  private final Path file;
  private final CsvColumns columns;
  private String[] row;

  private BuildingsFile(Path file, CsvColumns columns) {
    this.file = file;
    this.columns = columns;
  }

  static List<Building> read(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new PortfolioException(
          "There is no file "
              + file
              + ". Give a folder with buildings.csv and weather/ as --data, or leave --data out.");
    }
    try (CsvReader reader = new CsvReader(Files.newBufferedReader(file))) {
      String[] header = reader.next();
      CsvColumns columns = new CsvColumns(header == null ? new String[0] : header);
      for (String name : REQUIRED) {
        if (columns.indexOf(name) < 0) {
          throw new PortfolioException(
              file + " has no column '" + name + "'. Give the file in its original form.");
        }
      }
      return new BuildingsFile(file, columns).readRows(reader);
    } catch (IOException e) {
      throw new PortfolioException(
          String.format("Cannot read %s: %s. Check the file and its permissions.", file, e), e);
    }
  }

  private List<Building> readRows(CsvReader reader) throws IOException {
    List<Building> buildings = new ArrayList<>();
    Set<String> names = new HashSet<>();
    long line = reader.line();
    for (row = reader.next(); row != null; row = reader.next()) {
      if (row.length != columns.size()) {
        throw new PortfolioException(
            String.format(
                "%s, line %d: %d fields in place of %d. Mend the line or remove it.",
                file, line, row.length, columns.size()));
      }
      Building building = building();
      if (building.name() == null || !names.add(building.name())) {
        throw new PortfolioException(
            String.format(
                "%s, line %d: the uid '%s' is missing or occurs before. Mend the line or remove it.",
                file, line, building.name()));
      }
      buildings.add(building);
      line = reader.line();
    }
    return buildings;
  }

  private Building building() {
    String built = text("yearbuilt");
    return new Building(
        text("uid"),
        text("primaryspaceusage"),
        text("industry"),
        text("subindustry"),
        station(),
        decimal("sqm"),
        decimal("sqft"),
        text("timezone"),
        built != null && built.matches("\\d{4}") ? Integer.valueOf(built) : null,
        built,
        integer("numberoffloors"),
        integer("occupants"),
        text("heatingtype"),
        text("rating"),
        integer("energystarscore"));
  }

  private String station() {
    String weatherFile = text("newweatherfilename");
    return weatherFile == null ? null : WeatherFiles.station(weatherFile);
  }

  private String text(String column) {
    int index = columns.indexOf(column);
    return index < 0 || row[index].isBlank() ? null : row[index].strip();
  }

  /** What is no number tells nothing. */
  private Double decimal(String column) {
    String text = text(column);
    return text == null || !text.matches("-?\\d+(\\.\\d+)?") ? null : Double.valueOf(text);
  }

  private Integer integer(String column) {
    String text = text(column);
    return text == null || !text.matches("-?\\d{1,9}") ? null : Integer.valueOf(text);
  }
}
