package io.alluvium.doctor.files;

/**
 * A piece of SQL.
 *
 * @param text of a text without its quotes
 * @param line from 1
 */
public record SqlToken(Kind kind, String text, int line) {
  /** What a piece is. */
  public enum Kind {
    WORD,
    TEXT,
    SYMBOL
  }

  public boolean is(String wordOrSymbol) {
    return kind != Kind.TEXT && text.equalsIgnoreCase(wordOrSymbol);
  }

  public boolean isText() {
    return kind == Kind.TEXT;
  }
}
