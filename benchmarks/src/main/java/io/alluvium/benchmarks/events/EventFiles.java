package io.alluvium.benchmarks.events;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** Files of readings as lines of JSON, the same at every run: what every side reads. */
public final class EventFiles {
  private static final String[] METRICS = {"temperature", "humidity", "pressure", "wind", "rain"};
  private static final String[] UNITS = {"C", "%", "hPa", "m/s", "mm"};
  public static final long START_MILLIS = 1_767_225_600_000L;
  private static final int SITES = 200;
  private static final int DEVICES = 5_000;

  private EventFiles() {}

  /** What a table of the readings must hold. */
  public record Expected(long rows, long sumOfSeq, long sumOfSite) {}

  /** Writes {@code files} files of {@code rowsPerFile} readings to the folder. */
  public static Expected write(Path folder, int files, int rowsPerFile) throws IOException {
    Files.createDirectories(folder);
    long seq = 0;
    long sumOfSeq = 0;
    long sumOfSite = 0;
    for (int file = 0; file < files; file++) {
      Lines lines = new Lines(file);
      try (OutputStream out =
          new BufferedOutputStream(
              Files.newOutputStream(folder.resolve(String.format("events-%05d.json", file))),
              1 << 20)) {
        for (int row = 0; row < rowsPerFile; row++) {
          CharSequence line = lines.next(seq, START_MILLIS + seq * 7);
          out.write(line.toString().getBytes(StandardCharsets.US_ASCII));
          sumOfSeq += seq;
          sumOfSite += lines.site;
          seq++;
        }
      }
    }
    return new Expected(seq, sumOfSeq, sumOfSite);
  }

  /** Makes readings up, the same ones from the same seed. */
  public static final class Lines {
    private final Random random;
    private final StringBuilder line = new StringBuilder();
    private int site;

    public Lines(long seed) {
      random = new Random(seed);
    }

    /** A reading with its line's end; overwritten by the next. */
    public CharSequence next(long seq, long eventMillis) {
      int device = random.nextInt(DEVICES);
      site = device % SITES;
      int metric = random.nextInt(METRICS.length);
      line.setLength(0);
      line.append("{\"device\":\"station-").append(100_000 + device);
      line.append("\",\"site\":").append(site);
      line.append(",\"metric\":\"").append(METRICS[metric]);
      line.append("\",\"reading\":").append(random.nextInt(100_000) / 100.0);
      line.append(",\"quality\":").append(random.nextInt(4));
      line.append(",\"seq\":").append(seq);
      line.append(",\"event_time\":").append(eventMillis);
      line.append(",\"latitude\":").append(45 + site / 64.0);
      line.append(",\"unit\":\"").append(UNITS[metric]);
      line.append("\",\"firmware\":\"4.").append(device % 7).append(".1\"}\n");
      return line;
    }
  }
}
