package io.alluvium.ingest.files;

/**
 * How far a file was read. A run that left no state may have ended when its rows were committed and
 * its dead letters were not yet: the two are told apart, so that these letters are made up for.
 *
 * @param row up to this record's number all rows were emitted; 0 at the beginning
 * @param letter up to this record's number all dead letters were emitted
 * @param rows that were emitted
 * @param deadLetters that were emitted
 * @param ended whether the file's end was told
 */
record FileProgress(long row, long letter, long rows, long deadLetters, boolean ended) {
  static final FileProgress NONE = new FileProgress(0, 0, 0, 0, false);
  private static final String SEPARATOR = ";";
  private static final int PARTS = 5;

  static FileProgress parse(String text) {
    if (text.isEmpty()) {
      return NONE;
    }
    String[] parts = text.split(SEPARATOR);
    // State of older releases has one number for both.
    int more = parts.length == PARTS ? 1 : 0;
    return new FileProgress(
        Long.parseLong(parts[0]),
        Long.parseLong(parts[more]),
        Long.parseLong(parts[1 + more]),
        Long.parseLong(parts[2 + more]),
        Boolean.parseBoolean(parts[3 + more]));
  }

  String toText() {
    return equals(NONE)
        ? ""
        : String.join(
            SEPARATOR,
            String.valueOf(row),
            String.valueOf(letter),
            String.valueOf(rows),
            String.valueOf(deadLetters),
            String.valueOf(ended));
  }

  /** What a row in the lake tells. */
  static FileProgress ofRow(long number) {
    return new FileProgress(number, 0, 1, 0, false);
  }

  /** What a dead letter in the lake tells. */
  static FileProgress ofDeadLetter(long number) {
    return new FileProgress(0, number, 0, 1, false);
  }

  /** What two rows or letters tell together. */
  FileProgress and(FileProgress other) {
    return new FileProgress(
        Math.max(row, other.row),
        Math.max(letter, other.letter),
        rows + other.rows,
        deadLetters + other.deadLetters,
        ended || other.ended);
  }

  /** Whether whatever a record becomes was emitted. */
  boolean covers(long number) {
    return number <= row && number <= letter;
  }

  /** Behind a row that was emitted: in their order, so that no letter before it is missing. */
  FileProgress rowAt(long number) {
    return new FileProgress(number, Math.max(letter, number), rows + 1, deadLetters, ended);
  }

  /** Behind a dead letter that was emitted. */
  FileProgress deadLetterAt(long number) {
    return new FileProgress(Math.max(row, number), number, rows, deadLetters + 1, ended);
  }

  /** With a dead letter of the file itself. */
  FileProgress givenUp() {
    return new FileProgress(row, letter, rows, deadLetters + 1, ended);
  }

  FileProgress end() {
    return new FileProgress(row, letter, rows, deadLetters, true);
  }

  /** The last record of which something was emitted. */
  long last() {
    return Math.max(row, letter);
  }

  boolean isBegun() {
    return last() > 0;
  }
}
