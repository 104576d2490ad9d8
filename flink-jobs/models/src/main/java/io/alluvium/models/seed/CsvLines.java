package io.alluvium.models.seed;

import io.alluvium.models.ModelException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads CSV as RFC 4180 has it: values in quotes may hold delimiters, line ends and, doubled,
 * quotes. Empty lines are passed over.
 */
final class CsvLines {
  private static final char QUOTE = '"';

  private final String file;
  private final String text;
  private final char delimiter;
  private final List<Line> lines = new ArrayList<>();
  private int at;
  private int lineNumber = 1;

  /**
   * The values of a line.
   *
   * @param number of the line of the file that it begins in
   */
  record Line(int number, List<String> values) {}

  private CsvLines(String file, String text, char delimiter) {
    this.file = file;
    this.text = text;
    this.delimiter = delimiter;
  }

  /**
   * @throws ModelException that names the line where a quote is not closed
   */
  static List<Line> read(String file, String text, char delimiter) {
    String content = text.startsWith("\uFEFF") ? text.substring(1) : text;
    CsvLines reader = new CsvLines(file, content, delimiter);
    while (reader.at < content.length()) {
      reader.line();
    }
    return reader.lines;
  }

  private void line() {
    int number = lineNumber;
    List<String> values = new ArrayList<>();
    boolean ended = false;
    boolean empty = at < text.length() && isLineEnd();
    while (!ended) {
      values.add(value());
      if (at < text.length() && text.charAt(at) == delimiter) {
        at++;
      } else {
        ended = true;
      }
    }
    endLine();
    if (!empty) {
      lines.add(new Line(number, values));
    }
  }

  private boolean isLineEnd() {
    return text.charAt(at) == '\n' || text.charAt(at) == '\r';
  }

  private void endLine() {
    if (at < text.length() && text.charAt(at) == '\r') {
      at++;
    }
    if (at < text.length() && text.charAt(at) == '\n') {
      at++;
    }
    lineNumber++;
  }

  private String value() {
    if (at < text.length() && text.charAt(at) == QUOTE) {
      return quoted();
    }
    int begin = at;
    while (at < text.length() && text.charAt(at) != delimiter && !isLineEnd()) {
      at++;
    }
    return text.substring(begin, at);
  }

  private String quoted() {
    int begun = lineNumber;
    StringBuilder value = new StringBuilder();
    at++;
    while (true) {
      if (at >= text.length()) {
        throw new ModelException(
            file + ", line " + begun + ": a quote is opened here and never closed");
      }
      char one = text.charAt(at++);
      if (one != QUOTE) {
        lineNumber += one == '\n' ? 1 : 0;
        value.append(one);
      } else if (at < text.length() && text.charAt(at) == QUOTE) {
        value.append(QUOTE);
        at++;
      } else {
        break;
      }
    }
    if (at < text.length() && text.charAt(at) != delimiter && !isLineEnd()) {
      throw new ModelException(
          file
              + ", line "
              + lineNumber
              + ": there is text behind a closing quote; write a quote within a value twice");
    }
    return value.toString();
  }
}
