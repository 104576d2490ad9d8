package io.alluvium.demo.fleet;

import java.io.Closeable;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;

/**
 * Records of comma-separated text. Lines end in CR, LF or both; a field in double quotes may hold
 * commas, line ends and doubled quotes; empty lines are passed over.
 */
final class CsvReader implements Closeable {
  private static final int END = -1;

  private final Reader reader;
  private final char[] buffer = new char[16 * 1024];
  private final StringBuilder field = new StringBuilder();
  private int position;
  private int limit;
  private long line = 1;

  CsvReader(Reader reader) {
    this.reader = reader;
  }

  /** The next record; null at the end. */
  String[] next() throws IOException {
    int first = read();
    while (first == '\n' || first == '\r') {
      endLine(first);
      first = read();
    }
    if (first == END) {
      return null;
    }
    position--;
    List<String> fields = new ArrayList<>(20);
    int end;
    do {
      end = readField();
      fields.add(field.toString());
    } while (end == ',');
    endLine(end);
    return fields.toArray(new String[0]);
  }

  /** Of the next record, from 1. */
  long line() {
    return line;
  }

  /** Reads a field into the buffer, and returns what ended it. */
  private int readField() throws IOException {
    field.setLength(0);
    int next = read();
    if (next == '"') {
      readQuoted();
      next = read();
    }
    while (next != ',' && next != '\n' && next != '\r' && next != END) {
      field.append((char) next);
      next = read();
    }
    return next;
  }

  private void readQuoted() throws IOException {
    long start = line;
    while (true) {
      int next = read();
      if (next == END) {
        throw new IOException("the quotes opened in line " + start + " are never closed");
      }
      if (next == '"') {
        if (peek() != '"') {
          return;
        }
        position++;
      } else if (next == '\n') {
        line++;
      }
      field.append((char) next);
    }
  }

  private void endLine(int end) throws IOException {
    if (end == END) {
      return;
    }
    line++;
    if (end == '\r' && peek() == '\n') {
      position++;
    }
  }

  private int read() throws IOException {
    int next = peek();
    if (next != END) {
      position++;
    }
    return next;
  }

  private int peek() throws IOException {
    if (position == limit) {
      // Keeps one character, so that a step back stays possible.
      limit = Math.max(reader.read(buffer, 1, buffer.length - 1), 0) + 1;
      position = 1;
      if (limit == 1) {
        return END;
      }
    }
    return buffer[position];
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
