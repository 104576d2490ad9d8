package io.alluvium.doctor.files;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A statement of SQL, or the query of a model.
 *
 * @param tokens one or more
 */
public record SqlStatement(String file, List<SqlToken> tokens) {
  public SqlStatement {
    tokens = List.copyOf(tokens);
  }

  public int line() {
    return tokens.get(0).line();
  }

  /** Whether it begins with these words. */
  public boolean begins(String... words) {
    return isAt(0, words);
  }

  /** Whether these words are at a place, one after another. */
  public boolean isAt(int index, String... words) {
    if (index + words.length > tokens.size()) {
      return false;
    }
    for (int i = 0; i < words.length; i++) {
      if (!tokens.get(index + i).is(words[i])) {
        return false;
      }
    }
    return true;
  }

  /** Where a word is first, from a place on; the statement's end where it is not. */
  public int indexOf(String word, int from) {
    for (int i = from; i < tokens.size(); i++) {
      if (tokens.get(i).is(word)) {
        return i;
      }
    }
    return tokens.size();
  }

  public boolean has(String word) {
    return indexOf(word, 0) < tokens.size();
  }

  /**
   * Options of a table: {@code 'key' = 'value'} of a WITH, or {@code 'key': 'value'} of a model.
   */
  public Map<String, SqlToken> options() {
    Map<String, SqlToken> options = new LinkedHashMap<>();
    for (int i = 0; i + 2 < tokens.size(); i++) {
      SqlToken between = tokens.get(i + 1);
      if (tokens.get(i).isText()
          && (between.is("=") || between.is(":"))
          && tokens.get(i + 2).isText()) {
        options.put(tokens.get(i).text(), tokens.get(i + 2));
      }
    }
    return options;
  }

  /** An option's value; empty where it is absent. */
  public String option(String key) {
    return Optional.ofNullable(options().get(key)).map(SqlToken::text).orElse("");
  }

  /** The table's connector; empty where none is named. */
  public String connector() {
    for (int i = 0; i + 2 < tokens.size(); i++) {
      if (tokens.get(i).text().equals("connector") && tokens.get(i + 1).is("=")) {
        return tokens.get(i + 2).text();
      }
    }
    return "";
  }

  /** Whether it makes a table, or is a model that is pushed into one. */
  public boolean isTable() {
    return !begins("SET") && !connector().isEmpty();
  }
}
