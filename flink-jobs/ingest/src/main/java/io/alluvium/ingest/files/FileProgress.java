package io.alluvium.ingest.files;

/**
 * How far a file was read.
 *
 * @param number of the last record that was emitted; 0 at the beginning
 * @param rows that were emitted
 * @param deadLetters that were emitted
 * @param ended whether the file's end was told
 */
record FileProgress(long number, long rows, long deadLetters, boolean ended) {
  static final FileProgress NONE = new FileProgress(0, 0, 0, false);

  static FileProgress parse(String text) {
    if (text.isEmpty()) {
      return NONE;
    }
    String[] parts = text.split(";");
    return new FileProgress(
        Long.parseLong(parts[0]),
        Long.parseLong(parts[1]),
        Long.parseLong(parts[2]),
        Boolean.parseBoolean(parts[3]));
  }

  String toText() {
    return equals(NONE) ? "" : number + ";" + rows + ";" + deadLetters + ";" + ended;
  }

  FileProgress row(long newNumber) {
    return new FileProgress(Math.max(number, newNumber), rows + 1, deadLetters, ended);
  }

  FileProgress deadLetter(long newNumber) {
    return new FileProgress(Math.max(number, newNumber), rows, deadLetters + 1, ended);
  }

  FileProgress end() {
    return new FileProgress(number, rows, deadLetters, true);
  }

  boolean isBegun() {
    return number > 0;
  }
}
