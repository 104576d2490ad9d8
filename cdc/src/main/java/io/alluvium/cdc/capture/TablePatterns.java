package io.alluvium.cdc.capture;

import java.io.Serializable;
import java.util.List;

/** Which tables a pipeline captures. */
public record TablePatterns(List<TablePattern> included, List<TablePattern> excluded)
    implements Serializable {

  public TablePatterns {
    included = List.copyOf(included);
    excluded = List.copyOf(excluded);
  }

  /**
   * @param included patterns with commas between
   * @param excluded as well; may be empty
   * @param database that the tables are in; empty where the patterns name it as the schema
   * @throws IllegalArgumentException with what is wrong
   */
  public static TablePatterns parse(String included, String excluded, String database) {
    List<TablePattern> patterns = list(included, database);
    if (patterns.isEmpty()) {
      throw new IllegalArgumentException("names no table; write for example public.*");
    }
    return new TablePatterns(patterns, list(excluded, database));
  }

  private static List<TablePattern> list(String text, String database) {
    return TablePattern.split(text, ',').stream()
        .filter(pattern -> !pattern.isEmpty())
        .map(pattern -> TablePattern.parse(pattern, database))
        .toList();
  }

  public boolean take(TableName table) {
    return included.stream().anyMatch(pattern -> pattern.matches(table))
        && excluded.stream().noneMatch(pattern -> pattern.matches(table));
  }

  /** Whether a pattern names just this table, so that the user means it and no other. */
  public boolean name(TableName table) {
    return included.stream().anyMatch(pattern -> pattern.isLiteral() && pattern.matches(table));
  }
}
