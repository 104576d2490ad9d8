package io.alluvium.cdc.postgres;

import io.alluvium.cdc.capture.CapturedTable;
import io.alluvium.cdc.capture.TableName;
import io.alluvium.cdc.capture.TablePattern;
import io.alluvium.cdc.capture.TablePatterns;
import io.alluvium.cdc.check.Finding;
import io.alluvium.connectors.postgres.PublishedTables;
import io.alluvium.connectors.postgres.ReplicaIdentities;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Looks at the tables that a pipeline takes, and at their publication. */
final class TablesCheck {
  private final PostgresSettings settings;
  private final Connection connection;
  private final PostgresCatalog catalog;
  private final List<Finding> findings = new ArrayList<>();

  TablesCheck(PostgresSettings settings, Connection connection) {
    this.settings = settings;
    this.connection = connection;
    this.catalog = new PostgresCatalog(settings.address(), connection);
  }

  List<Finding> run(TablePatterns patterns) throws SQLException {
    List<PostgresCatalog.Relation> relations = catalog.relations();
    for (TablePattern pattern : patterns.included()) {
      if (relations.stream().noneMatch(relation -> pattern.matches(relation.name()))) {
        findings.add(
            Finding.problem("tables", "no table is named '" + pattern + "'; check source.tables"));
      }
    }
    Map<Long, PostgresCatalog.Relation> taken = new LinkedHashMap<>();
    for (PostgresCatalog.Relation relation : relations) {
      if (patterns.take(relation.name())) {
        look(relation, patterns.name(relation.name()), taken);
      }
    }
    Set<TableName> captured =
        catalog.described(taken).stream().map(CapturedTable::name).collect(Collectors.toSet());
    List<PostgresCatalog.Relation> tables =
        taken.values().stream().filter(relation -> captured.contains(relation.name())).toList();
    for (PostgresCatalog.Relation table : tables) {
      identity(table);
    }
    publication(tables);
    return findings;
  }

  private void look(
      PostgresCatalog.Relation relation, boolean named, Map<Long, PostgresCatalog.Relation> taken) {
    String subject = subject(relation.name());
    if (!relation.isTable()) {
      if (named) {
        findings.add(Finding.problem(subject, "is not a table; leave it out of source.tables"));
      }
    } else if (!relation.permanent()) {
      findings.add(
          new Finding(
              named ? Finding.Severity.PROBLEM : Finding.Severity.WARNING,
              subject,
              "is not logged, so that its changes are not captured",
              List.of("ALTER TABLE " + relation.name().quoted() + " SET LOGGED")));
    } else if (!relation.partition() || named) {
      taken.put(relation.oid(), relation);
      String role = TableName.quote(settings.address().username());
      if (!relation.usable() || !relation.readable()) {
        findings.add(
            Finding.problem(
                subject,
                "may not be read by role " + settings.address().username(),
                "GRANT USAGE ON SCHEMA "
                    + TableName.quote(relation.name().schema())
                    + " TO "
                    + role,
                "GRANT SELECT ON " + relation.name().quoted() + " TO " + role));
      }
    }
  }

  private static String subject(TableName name) {
    return "table " + name;
  }

  private void identity(PostgresCatalog.Relation table) throws SQLException {
    String subject = subject(table.name());
    List<io.alluvium.connectors.postgres.TableName> lacking =
        new ReplicaIdentities(connection).lacking(nameOf(table));
    if (!lacking.isEmpty()) {
      String[] mend = lacking.stream().map(ReplicaIdentities::remedy).toArray(String[]::new);
      String text = "has no key, so that its changes must name the whole row";
      findings.add(
          table.owned()
              ? Finding.warning(subject, text + "; the job sees to it at its start", mend)
              : Finding.problem(
                  subject, text + "; the server would refuse its updates and deletes", mend));
    } else if (!table.fullIdentity()) {
      findings.add(
          Finding.ok(
              subject,
              "changes name the key before; earlier values, and large values that a change leaves"
                  + " alone, would come with: "
                  + ReplicaIdentities.remedy(nameOf(table))));
    } else {
      findings.add(Finding.ok(subject, "changes name the whole row before"));
    }
  }

  private static io.alluvium.connectors.postgres.TableName nameOf(PostgresCatalog.Relation table) {
    return new io.alluvium.connectors.postgres.TableName(
        table.name().schema(), table.name().table());
  }

  private void publication(List<PostgresCatalog.Relation> tables) throws SQLException {
    String subject = "publication " + settings.publicationName();
    PublishedTables publication = new PublishedTables(connection, settings.publicationName());
    List<io.alluvium.connectors.postgres.TableName> missing =
        publication.missing(tables.stream().map(TablesCheck::nameOf).toList());
    if (missing.isEmpty()) {
      findings.add(Finding.ok(subject, "has all " + tables.size() + " tables"));
    } else if (tables.stream()
        .filter(table -> missing.contains(nameOf(table)))
        .allMatch(PostgresCatalog.Relation::owned)) {
      findings.add(
          Finding.ok(
              subject, "lacks " + missing.size() + " tables; the job adds them at its start"));
    } else {
      findings.add(
          Finding.problem(
              subject,
              "lacks tables that role "
                  + settings.address().username()
                  + " does not own and so cannot add",
              publication.adding(missing)));
    }
    List<String> left = publication.operationsLeftOut();
    if (!left.isEmpty()) {
      findings.add(
          Finding.warning(
              subject,
              "leaves out every " + String.join(", ", left) + ", which bronze will not have",
              "ALTER PUBLICATION "
                  + TableName.quote(settings.publicationName())
                  + " SET (publish = 'insert, update, delete, truncate')"));
    }
  }
}
