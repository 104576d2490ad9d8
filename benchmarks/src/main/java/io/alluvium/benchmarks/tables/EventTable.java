package io.alluvium.benchmarks.tables;

import io.alluvium.benchmarks.events.EventDecoder;
import io.alluvium.benchmarks.events.EventFiles;
import io.alluvium.benchmarks.events.EventSchema;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.apache.flink.table.data.GenericRowData;

/** The readings of {@link EventFiles} as a table, the same at every run. */
public final class EventTable {
  private static final int FIELDS = 10;
  private static final long END_MILLIS = 86_400_000L;

  private EventTable() {}

  /**
   * Writes readings that are {@code distanceMillis} apart. A day after the last comes one more, so
   * that a watermark that follows the readings closes every window of the others.
   */
  public static void write(Path folder, int files, int rowsPerFile, long distanceMillis)
      throws IOException {
    long rows = (long) files * rowsPerFile;
    try (BronzeTable table = new BronzeTable(folder, EventSchema.rowType(), rowsPerFile)) {
      EventFiles.Lines lines = new EventFiles.Lines(files);
      EventDecoder decoder = new EventDecoder();
      GenericRowData row = new GenericRowData(FIELDS);
      for (long seq = 0; seq < rows; seq++) {
        add(table, lines, decoder, row, seq, EventFiles.START_MILLIS + seq * distanceMillis);
      }
      add(table, lines, decoder, row, rows, endMillis(rows, distanceMillis));
    }
  }

  /** The time of the one reading after the others. */
  public static long endMillis(long rows, long distanceMillis) {
    return EventFiles.START_MILLIS + rows * distanceMillis + END_MILLIS;
  }

  private static void add(
      BronzeTable table,
      EventFiles.Lines lines,
      EventDecoder decoder,
      GenericRowData row,
      long seq,
      long millis)
      throws IOException {
    byte[] line = lines.next(seq, millis).toString().getBytes(StandardCharsets.US_ASCII);
    decoder.decode(line, 0, row);
    table.add(row);
  }
}
