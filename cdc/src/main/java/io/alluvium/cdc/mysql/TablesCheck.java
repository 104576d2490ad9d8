package io.alluvium.cdc.mysql;

import io.alluvium.cdc.capture.CdcException;
import io.alluvium.cdc.capture.TableName;
import io.alluvium.cdc.capture.TablePattern;
import io.alluvium.cdc.check.Finding;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Looks at the tables that a pipeline takes. */
final class TablesCheck {
  private final MySqlSettings settings;
  private final Connection connection;

  TablesCheck(MySqlSettings settings, Connection connection) {
    this.settings = settings;
    this.connection = connection;
  }

  List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    MySqlCatalog catalog = new MySqlCatalog(settings.address(), connection);
    List<TableName> names = catalog.names(settings.tables());
    try {
      for (TablePattern pattern : settings.tables().included()) {
        if (names.stream().noneMatch(pattern::matches)) {
          findings.add(
              Finding.problem(
                  "tables",
                  "no table is named '"
                      + pattern
                      + "', or user "
                      + settings.address().username()
                      + " may not read it; check source.tables",
                  "GRANT SELECT ON *.* TO " + Identifiers.user(connection)));
        }
      }
      for (TableName name : names) {
        findings.add(table(name, catalog));
      }
    } catch (SQLException e) {
      throw MySqlErrors.reading(settings.address(), "its tables", e);
    }
    return findings;
  }

  private static Finding table(TableName name, MySqlCatalog catalog) throws SQLException {
    String subject = "table " + name;
    try {
      boolean keyless = catalog.table(name).map(table -> table.key().isEmpty()).orElse(false);
      return Finding.ok(
          subject,
          keyless
              ? "has no key: it is read in one piece, and a row is told by all its columns"
              : "changes name the whole row before");
    } catch (CdcException e) {
      return Finding.problem(subject, e.getMessage());
    }
  }
}
