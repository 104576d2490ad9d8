package io.alluvium.doctor.files;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The statements of a file. */
public record SqlFile(String file, List<SqlStatement> statements) {
  public SqlFile {
    statements = List.copyOf(statements);
  }

  static SqlFile of(String file, String sql) {
    List<SqlStatement> statements = new ArrayList<>();
    List<SqlToken> current = new ArrayList<>();
    for (SqlToken token : SqlTokens.of(file, sql)) {
      if (!token.is(";")) {
        current.add(token);
      } else if (!current.isEmpty()) {
        statements.add(new SqlStatement(file, current));
        current = new ArrayList<>();
      }
    }
    if (!current.isEmpty()) {
      statements.add(new SqlStatement(file, current));
    }
    return new SqlFile(file, statements);
  }

  /** What the file sets an option to, the last time. */
  public Optional<SqlToken> setting(String key) {
    return statements.stream()
        .filter(statement -> statement.begins("SET") && statement.options().containsKey(key))
        .reduce((first, second) -> second)
        .map(statement -> statement.options().get(key));
  }
}
