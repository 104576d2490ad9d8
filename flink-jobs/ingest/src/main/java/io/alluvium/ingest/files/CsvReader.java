package io.alluvium.ingest.files;

import io.alluvium.ingest.record.ErrorClass;
import io.alluvium.ingest.record.UnreadableRecordException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import javax.annotation.Nullable;

/**
 * The records of a CSV file: lines, and the lines that follow as long as a quoted field is open. A
 * quote that is never closed costs one line, not the rest of the file: that line is refused, and
 * reading goes on behind it.
 */
final class CsvReader implements RecordReader {
  private static final byte LINE_FEED = '\n';

  private final Lines lines;
  private final CsvSettings settings;
  private final CsvQuotes quotes;
  private final int maxBytes;

  /** Lines that were looked at for the end of a quoted field, and are to be read again. */
  private final Deque<Line> returned = new ArrayDeque<>();

  @Nullable private List<String> names;

  private record Line(long number, byte[] bytes, boolean tooLong) {}

  CsvReader(Lines lines, CsvSettings settings, int maxBytes) {
    this.lines = lines;
    this.settings = settings;
    this.quotes = new CsvQuotes(settings);
    this.maxBytes = maxBytes;
  }

  /** The fields' names, known once {@link #open} was called. */
  List<String> names() {
    return names;
  }

  /**
   * Reads the header.
   *
   * @throws IOException where the file is damaged or has none
   */
  void open() throws IOException {
    if (settings.header() == CsvSettings.Header.GIVEN) {
      names = settings.names();
      return;
    }
    FileRecord header = next();
    if (settings.header() == CsvSettings.Header.REPLACED) {
      names = settings.names();
      return;
    }
    if (header == null) {
      names = List.of();
      return;
    }
    if (header.problem() != null) {
      throw new IOException("the header cannot be read: " + header.problem().getMessage());
    }
    try {
      names = new CsvFields(settings).parse(header.bytes(), 0, header.bytes().length);
    } catch (UnreadableRecordException e) {
      throw new IOException("the header cannot be read: " + e.getMessage(), e);
    }
  }

  @Override
  @Nullable
  public FileRecord next() throws IOException {
    Line first;
    do {
      first = line();
      if (first == null) {
        return null;
      }
    } while (!first.tooLong() && isPassedOver(first.bytes()));
    if (first.tooLong()) {
      return new FileRecord(first.number(), first.bytes(), JsonLinesReader.tooLong(maxBytes));
    }
    return quotes.isOpenBehind(first.bytes(), false)
        ? joined(first)
        : FileRecord.of(first.number(), first.bytes());
  }

  private FileRecord joined(Line first) throws IOException {
    ByteArrayOutputStream record = new ByteArrayOutputStream();
    record.writeBytes(first.bytes());
    Deque<Line> looked = new ArrayDeque<>();
    boolean open = true;
    while (open) {
      Line next = line();
      if (next == null || next.tooLong() || record.size() + next.bytes().length > maxBytes) {
        if (next != null) {
          looked.add(next);
        }
        while (!looked.isEmpty()) {
          returned.addFirst(looked.pollLast());
        }
        return new FileRecord(
            first.number(),
            first.bytes(),
            new UnreadableRecordException(
                ErrorClass.MALFORMED, "a quoted field is not closed within the record"));
      }
      looked.add(next);
      record.write(LINE_FEED);
      record.writeBytes(next.bytes());
      open = quotes.isOpenBehind(next.bytes(), true);
    }
    return FileRecord.of(first.number(), record.toByteArray());
  }

  @Nullable
  private Line line() throws IOException {
    if (!returned.isEmpty()) {
      return returned.poll();
    }
    byte[] bytes = lines.next();
    return bytes == null ? null : new Line(lines.number(), bytes, lines.isTooLong());
  }

  private boolean isPassedOver(byte[] line) {
    return JsonLinesReader.isBlank(line)
        || (settings.comment() != null && line[0] == settings.comment());
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
