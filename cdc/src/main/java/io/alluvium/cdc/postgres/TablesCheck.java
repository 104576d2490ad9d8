package io.alluvium.cdc.postgres;

import io.alluvium.cdc.capture.CdcException;
import io.alluvium.cdc.capture.TableName;
import io.alluvium.cdc.capture.TablePattern;
import io.alluvium.cdc.capture.TablePatterns;
import io.alluvium.cdc.check.Finding;
import java.sql.Connection;
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

  List<Finding> run(TablePatterns patterns) {
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
    List<PostgresTable> tables =
        new PostgresColumns(settings.address(), connection)
            .describe(taken.keySet()).entrySet().stream()
                .map(entry -> PostgresCatalog.table(taken.get(entry.getKey()), entry.getValue()))
                .toList();
    tables.forEach(table -> identity(table, owned(taken, table)));
    publication(tables, taken);
    return findings;
  }

  private static boolean owned(Map<Long, PostgresCatalog.Relation> taken, PostgresTable table) {
    return taken.values().stream()
        .anyMatch(relation -> relation.name().equals(table.name()) && relation.owned());
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

  private void identity(PostgresTable table, boolean owned) {
    String subject = subject(table.name());
    String mend = KeylessTables.remedy(table);
    if (table.lacksIdentity()) {
      String text = "has no key, so that its changes must name the whole row";
      findings.add(
          owned
              ? Finding.warning(subject, text + "; the job sees to it at its start", mend)
              : Finding.problem(
                  subject, text + "; the server would refuse its updates and deletes", mend));
    } else if (!table.fullIdentity()) {
      findings.add(
          Finding.ok(
              subject,
              "changes name the key before; earlier values, and large values that a change leaves"
                  + " alone, would come with: "
                  + mend));
    } else {
      findings.add(Finding.ok(subject, "changes name the whole row before"));
    }
  }

  private void publication(List<PostgresTable> tables, Map<Long, PostgresCatalog.Relation> taken) {
    String name = settings.publicationName();
    String subject = "publication " + name;
    Publication publication = new Publication(settings.address(), connection, name);
    List<TableName> names = tables.stream().map(PostgresTable::name).toList();
    List<TableName> missing;
    try {
      missing = publication.missing(names);
    } catch (CdcException e) {
      findings.add(Finding.problem(subject, e.getMessage()));
      return;
    }
    if (missing.isEmpty()) {
      findings.add(Finding.ok(subject, "has all " + names.size() + " tables"));
      return;
    }
    Set<TableName> owned =
        taken.values().stream()
            .filter(PostgresCatalog.Relation::owned)
            .map(PostgresCatalog.Relation::name)
            .collect(Collectors.toSet());
    String mend = publication.statement(missing);
    findings.add(
        owned.containsAll(missing)
            ? Finding.ok(
                subject, "lacks " + missing.size() + " tables; the job adds them at its start")
            : Finding.problem(
                subject,
                "lacks tables that role "
                    + settings.address().username()
                    + " does not own and so cannot add",
                mend));
  }
}
