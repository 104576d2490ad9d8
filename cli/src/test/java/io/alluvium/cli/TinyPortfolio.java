package io.alluvium.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/** The files of a recorded portfolio of one building and one reading. */
final class TinyPortfolio {
  private static final String BUILDINGS =
      """
      uid,primaryspaceusage,newweatherfilename,sqm
      Office_Ada,Office,weather0.csv,1000.5
      """;
  private static final String WEATHER =
      """
      timestamp,TimeMST,TemperatureC,DateUTC<br />
      2015-01-01 00:51:00,12:51 AM,2.8,2015-01-01 07:51:00<br />
      """;

  private TinyPortfolio() {}

  static Path write(Path folder) throws IOException {
    Path weather = Files.createDirectories(folder.resolve("weather"));
    Files.writeString(folder.resolve("buildings.csv"), BUILDINGS);
    try (OutputStream out =
        new GZIPOutputStream(Files.newOutputStream(weather.resolve("weather0.csv.gz")))) {
      out.write(WEATHER.getBytes(StandardCharsets.UTF_8));
    }
    return folder;
  }
}
