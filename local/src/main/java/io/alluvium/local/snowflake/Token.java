package io.alluvium.local.snowflake;

/**
 * A part of a statement.
 *
 * @param text as written, quotes included; plain words in upper case, as Snowflake takes them
 */
record Token(Kind kind, String text) {
  enum Kind {
    WORD,
    QUOTED,
    STRING,
    NUMBER,
    SYMBOL,
    /** {@code @stage/path}, without the sign and the quotes. */
    STAGE,
    /** {@code $1}, a column of a staged file. */
    FILE_COLUMN,
    /** {@code ?}. */
    BIND
  }

  boolean is(String word) {
    return text.equals(word) && (kind == Kind.WORD || kind == Kind.SYMBOL);
  }

  boolean isName() {
    return kind == Kind.WORD || kind == Kind.QUOTED;
  }

  /** The name that it stands for. */
  String name() {
    return kind == Kind.QUOTED ? text.substring(1, text.length() - 1).replace("\"\"", "\"") : text;
  }

  /** The text between the quotes. */
  String string() {
    return text.substring(1, text.length() - 1).replace("''", "'");
  }
}
