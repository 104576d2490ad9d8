package io.alluvium.demo.fleet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The files of a folder that hold a weather station's readings each. */
final class WeatherFiles {
  private static final String SUFFIX = ".csv";
  private static final String PACKED = SUFFIX + ".gz";

  private WeatherFiles() {}

  /** Files by the station's name; {@code weather2} comes before {@code weather10}. */
  static Map<String, Path> in(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new PortfolioException(
          "There is no folder "
              + folder
              + ". Give a folder with buildings.csv and weather/ as --data, or leave --data out.");
    }
    Map<String, Path> files = new LinkedHashMap<>();
    try (Stream<Path> children = Files.list(folder)) {
      List<Path> sorted =
          children
              .filter(WeatherFiles::isWeather)
              .sorted(
                  Comparator.comparing((Path file) -> name(file).length())
                      .thenComparing(file -> file))
              .toList();
      for (Path file : sorted) {
        Path other = files.putIfAbsent(station(name(file)), file);
        if (other != null) {
          throw new PortfolioException(
              String.format("%s and %s are of one station. Remove one of them.", other, file));
        }
      }
    } catch (IOException e) {
      throw new PortfolioException(
          String.format("Cannot list %s: %s. Check its permissions.", folder, e), e);
    }
    if (files.isEmpty()) {
      throw new PortfolioException(
          "There is no file *.csv.gz or *.csv in " + folder + ". Give another folder as --data.");
    }
    return files;
  }

  /** {@code weather12} for {@code weather12.csv} and {@code weather12.csv.gz}. */
  static String station(String fileName) {
    for (String suffix : List.of(PACKED, SUFFIX)) {
      if (fileName.endsWith(suffix)) {
        return fileName.substring(0, fileName.length() - suffix.length());
      }
    }
    return fileName;
  }

  static boolean isPacked(Path file) {
    return name(file).endsWith(PACKED);
  }

  private static boolean isWeather(Path file) {
    return name(file).endsWith(PACKED) || name(file).endsWith(SUFFIX);
  }

  private static String name(Path file) {
    return file.getFileName().toString();
  }
}
