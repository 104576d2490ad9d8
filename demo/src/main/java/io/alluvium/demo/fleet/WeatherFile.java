package io.alluvium.demo.fleet;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.zip.GZIPInputStream;

/**
 * Reads the file of a weather station. Columns are found by name, for the files differ in their
 * order, in the name of the local time, and in columns that nobody needs.
 */
final class WeatherFile implements Readings {
  private static final int BUFFER = 32 * 1024;
  private static final Map<ReadingField, String> COLUMNS =
      Map.ofEntries(
          Map.entry(ReadingField.DATE_UTC, "DateUTC<br />"),
          Map.entry(ReadingField.LOCAL_TIME, "timestamp"),
          Map.entry(ReadingField.TEMPERATURE, "TemperatureC"),
          Map.entry(ReadingField.DEW_POINT, "Dew PointC"),
          Map.entry(ReadingField.HUMIDITY, "Humidity"),
          Map.entry(ReadingField.SEA_LEVEL_PRESSURE, "Sea Level PressurehPa"),
          Map.entry(ReadingField.VISIBILITY, "VisibilityKm"),
          Map.entry(ReadingField.WIND_DIRECTION, "Wind Direction"),
          Map.entry(ReadingField.WIND_SPEED, "Wind SpeedKm/h"),
          Map.entry(ReadingField.GUST_SPEED, "Gust SpeedKm/h"),
          Map.entry(ReadingField.PRECIPITATION, "Precipitationmm"),
          Map.entry(ReadingField.WIND_DIRECTION_DEGREES, "WindDirDegrees"),
          Map.entry(ReadingField.EVENTS, "Events"),
          Map.entry(ReadingField.CONDITIONS, "Conditions"));
  private static final ReadingField[] FIELDS = ReadingField.values();

  /** Stands in the files behind each time and in some headers. */
  private static final String LINE_BREAK = "<br />";

  private final Path file;
  private final String station;
  private final CsvReader reader;
  private final int[] indexes;
  private final int width;
  private Reading next;

  private WeatherFile(Path file, String station, CsvReader reader) throws IOException {
    this.file = file;
    this.station = station;
    this.reader = reader;
    String[] header = reader.next();
    CsvColumns columns = new CsvColumns(header == null ? new String[0] : header);
    this.indexes = new int[FIELDS.length];
    for (ReadingField field : FIELDS) {
      indexes[field.ordinal()] = columns.indexOf(COLUMNS.get(field));
    }
    this.width = columns.size();
    requireColumn(ReadingField.DATE_UTC);
    requireColumn(ReadingField.TEMPERATURE);
    advance();
  }

  static WeatherFile open(Path file, String station) {
    try {
      CsvReader reader =
          new CsvReader(new InputStreamReader(unpacked(file), StandardCharsets.UTF_8));
      try {
        return new WeatherFile(file, station, reader);
      } catch (IOException | RuntimeException e) {
        reader.close();
        throw e;
      }
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static InputStream unpacked(Path file) throws IOException {
    InputStream in = Files.newInputStream(file);
    try {
      return WeatherFiles.isPacked(file)
          ? new GZIPInputStream(in, BUFFER)
          : new BufferedInputStream(in, BUFFER);
    } catch (IOException e) {
      in.close();
      throw e;
    }
  }

  private static PortfolioException unreadable(Path file, IOException e) {
    return new PortfolioException(
        String.format("Cannot read %s: %s. Check the file and its permissions.", file, e), e);
  }

  private void requireColumn(ReadingField field) {
    if (indexes[field.ordinal()] < 0) {
      throw new PortfolioException(
          String.format(
              "%s has no column '%s'. Give the file in its original form.",
              file, COLUMNS.get(field)));
    }
  }

  private void advance() throws IOException {
    long line = reader.line();
    String[] row = reader.next();
    if (row == null) {
      next = null;
      return;
    }
    if (row.length != width) {
      throw new PortfolioException(
          String.format(
              "%s, line %d: %d fields in place of %d. Mend the line or remove it.",
              file, line, row.length, width));
    }
    String[] values = new String[FIELDS.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = indexes[i] < 0 ? null : row[indexes[i]];
    }
    int date = ReadingField.DATE_UTC.ordinal();
    values[date] = withoutLineBreak(values[date]);
    next = new Reading(station, values);
  }

  private static String withoutLineBreak(String time) {
    return time.endsWith(LINE_BREAK)
        ? time.substring(0, time.length() - LINE_BREAK.length()).strip()
        : time;
  }

  @Override
  public boolean hasNext() {
    return next != null;
  }

  @Override
  public Reading next() {
    if (next == null) {
      throw new NoSuchElementException(file.toString());
    }
    Reading reading = next;
    try {
      advance();
    } catch (IOException e) {
      throw unreadable(file, e);
    }
    return reading;
  }

  @Override
  public void close() {
    try {
      reader.close();
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }
}
