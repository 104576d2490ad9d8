package io.alluvium.models;

import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The statements of one file. */
record Model(String name, List<SqlStatement> statements) {
  private static final Pattern IDENTIFIER = Pattern.compile("\\w[\\w.]*");

  /** The tables and views that it creates. */
  Set<String> creates() {
    return statements.stream()
        .flatMap(statement -> statement.creates().stream())
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Every name that occurs in it. */
  Set<String> mentions() {
    return statements.stream()
        .flatMap(
            statement ->
                IDENTIFIER
                    .matcher(statement.text().replace("`", ""))
                    .results()
                    .map(MatchResult::group))
        .collect(Collectors.toUnmodifiableSet());
  }
}
