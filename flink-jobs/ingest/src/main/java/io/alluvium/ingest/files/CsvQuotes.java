package io.alluvium.ingest.files;

import java.nio.charset.StandardCharsets;

/**
 * Tells where quoted fields of CSV are open. As for the parser of {@link CsvFields}, a quote opens
 * a field only at its beginning; within another field it means itself.
 */
final class CsvQuotes {
  private final int quote;
  private final int escape;
  private final char delimiter;
  private final boolean trimmed;

  private enum Place {
    BEGINNING,
    UNQUOTED,
    QUOTED,
    CLOSED
  }

  CsvQuotes(CsvSettings settings) {
    this.quote = settings.quote() == null ? -1 : settings.quote();
    this.escape = settings.escape() == null ? -1 : settings.escape();
    this.delimiter = settings.delimiter();
    this.trimmed = settings.trimmed();
  }

  /** Whether a quoted field is open at the end of a line, given whether one is at its beginning. */
  boolean isOpenBehind(byte[] line, boolean openBefore) {
    if (!has(line, quote)) {
      return openBefore;
    }
    String text = new String(line, StandardCharsets.UTF_8);
    Place place = openBefore ? Place.QUOTED : Place.BEGINNING;
    for (int i = 0; i < text.length(); i++) {
      char character = text.charAt(i);
      if (isEscape(character, place)) {
        i++;
        place = place == Place.QUOTED ? place : Place.UNQUOTED;
      } else {
        place = behind(character, place);
      }
    }
    return place == Place.QUOTED;
  }

  /** Quotes are ASCII. */
  private static boolean has(byte[] line, int character) {
    for (byte one : line) {
      if (one == character && character >= 0) {
        return true;
      }
    }
    return false;
  }

  /** Where an escape is the quote itself, it is one only outside of quoted fields. */
  private boolean isEscape(char character, Place place) {
    return character == escape
        && switch (place) {
          case BEGINNING, QUOTED -> character != quote;
          case UNQUOTED -> true;
          case CLOSED -> false;
        };
  }

  private Place behind(char character, Place place) {
    if (place == Place.QUOTED) {
      return character == quote ? Place.CLOSED : Place.QUOTED;
    }
    // Right behind one that closed the field, a quote is the second of two that mean one.
    if (character == quote && place != Place.UNQUOTED) {
      return Place.QUOTED;
    }
    if (character == delimiter) {
      return Place.BEGINNING;
    }
    return place == Place.BEGINNING && trimmed && Character.isWhitespace(character)
        ? Place.BEGINNING
        : Place.UNQUOTED;
  }
}
