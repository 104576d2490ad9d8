package io.alluvium.doctor.rules;

import io.alluvium.doctor.Rule;
import io.alluvium.doctor.Severity;
import io.alluvium.doctor.files.Document;
import io.alluvium.doctor.files.Document.Kind;
import io.alluvium.doctor.files.Project;
import io.alluvium.doctor.files.SqlStatement;
import io.alluvium.doctor.files.YamlValue;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Captures of databases, as pipelines and as tables of Flink CDC. */
final class CaptureRules {
  private static final String AREA = "Captures";
  private static final String POSTGRES = "postgres-cdc";
  private static final Set<String> ALL = Set.of("*.*", ".*\\..*", ".*..*", ".*", "*");

  private CaptureRules() {}

  static List<Rule> list() {
    return List.of(
        new Rule(
            "slot-shared",
            Severity.ERROR,
            AREA,
            "One replication slot serves one pipeline; the second is refused, or takes the first one's changes.",
            "Give each pipeline a `slot.name` of its own.",
            "PostgreSQL: a slot that is active is refused",
            CaptureRules::sharedSlots),
        new Rule(
            "heartbeat-long",
            Severity.ERROR,
            AREA,
            "Between heartbeats an idle capture confirms nothing, and the server keeps its log: busy neighbours"
                + " fill the disk.",
            "Set `heartbeat.interval` to `10 s`, the default, or to a minute at most.",
            "flink-cdc#106: 95 GB of log",
            (project, report) -> {
              for (Document document : project.of(Kind.PIPELINE)) {
                document
                    .root()
                    .at("source", "heartbeat.interval")
                    .filter(
                        value ->
                            Quantities.duration(value.text())
                                .filter(
                                    time ->
                                        time.isZero() || time.compareTo(Duration.ofMinutes(1)) > 0)
                                .isPresent())
                    .ifPresent(
                        value ->
                            report.found(
                                document.file(),
                                value.line(),
                                "heartbeat.interval: " + value.text()));
              }
            }),
        new Rule(
            "all-tables-captured",
            Severity.WARNING,
            AREA,
            "Every table of every schema is published, also those that nobody thinks of: sessions, queues,"
                + " temporary ones. The log of all of them is decoded.",
            "Name the schemas or tables, such as `shop.*`.",
            "Flink CDC's default publication has all tables",
            (project, report) -> {
              for (Document document : project.of(Kind.PIPELINE)) {
                document
                    .root()
                    .at("source", "tables")
                    .filter(tables -> ALL.contains(tables.text().strip()))
                    .ifPresent(
                        tables ->
                            report.found(
                                document.file(), tables.line(), "tables: " + tables.text()));
              }
            }),
        new Rule(
            "rows-before-skipped",
            Severity.WARNING,
            AREA,
            "Rows that are in the tables already are never read; updates of them come without an insert.",
            "Leave `scan.startup.mode` out: rows first, then changes.",
            "Flink CDC documentation: startup modes",
            (project, report) -> {
              for (Document document : project.of(Kind.PIPELINE)) {
                document
                    .root()
                    .at("source", "scan.startup.mode")
                    .filter(mode -> mode.text().equals("latest-offset"))
                    .ifPresent(
                        mode ->
                            report.found(
                                document.file(), mode.line(), "scan.startup.mode: latest-offset"));
              }
            }),
        new Rule(
            "transactions-forgotten",
            Severity.ERROR,
            AREA,
            "The table forgets which commits it has had: a job that restores an older checkpoint commits them"
                + " again, and rows are there twice.",
            "Leave `delta.setTransactionRetentionDuration` out of tables that jobs write.",
            "iceberg#3647: markers expired, and commits came twice",
            CaptureRules::transactionRetention),
        new Rule(
            "cdc-legacy-source",
            Severity.ERROR,
            AREA,
            "The default of Flink CDC's SQL source is the one without splits: it locks nothing, but reads the"
                + " whole table in one checkpoint, and fails where Kafka Connect's runtime is absent.",
            "Add `'scan.incremental.snapshot.enabled' = 'true'`.",
            "facts of this project: fails without connect-runtime",
            table(
                (statement, report) -> {
                  if (!statement.option("scan.incremental.snapshot.enabled").equals("true")) {
                    report.found(statement.file(), line(statement), "the source without splits");
                  }
                })),
        new Rule(
            "cdc-slot-unnamed",
            Severity.ERROR,
            AREA,
            "Older versions share the slot `flink` among all jobs, of which one reads; newer ones refuse the table.",
            "Add `'slot.name' = '…'`, one for each table of each job.",
            "Flink CDC documentation: slot.name",
            table(
                (statement, report) -> {
                  if (statement.option("slot.name").isEmpty()) {
                    report.found(statement.file(), line(statement), "no slot.name");
                  }
                })),
        new Rule(
            "cdc-decoding-plugin",
            Severity.ERROR,
            AREA,
            "The default, decoderbufs, is an extension that managed servers do not have.",
            "Add `'decoding.plugin.name' = 'pgoutput'`.",
            "flink-cdc documentation; Azure Database for PostgreSQL offers pgoutput and wal2json",
            table(
                (statement, report) -> {
                  if (!statement.option("decoding.plugin.name").equals("pgoutput")) {
                    report.found(statement.file(), line(statement), "the plugin is not pgoutput");
                  }
                })),
        new Rule(
            "cdc-without-key",
            Severity.ERROR,
            AREA,
            "A table without a primary key that is read by a chunk key loses rows of the snapshot without a word:"
                + " 1 of 2,000 arrived.",
            "Declare the primary key, or use a pipeline of `alluvium ingest cdc`.",
            "facts of this project: Flink CDC 3.5.0",
            table(
                (statement, report) -> {
                  String chunk = "scan.incremental.snapshot.chunk.key-column";
                  if (!statement.has("PRIMARY") && !statement.option(chunk).isEmpty()) {
                    report.found(
                        statement.file(),
                        KafkaTables.line(statement, chunk),
                        "a chunk key without a primary key");
                  }
                })));
  }

  private static Rule.Check table(TableLook look) {
    return (project, report) ->
        KafkaTables.tables(project, POSTGRES::equals, statement -> look.at(statement, report));
  }

  /** A look at a table of Flink CDC. */
  private interface TableLook {
    void at(SqlStatement statement, Rule.Report report);
  }

  private static int line(SqlStatement statement) {
    return statement.tokens().stream()
        .filter(token -> token.isText() && token.text().equals(POSTGRES))
        .findFirst()
        .orElseThrow()
        .line();
  }

  private static void sharedSlots(Project project, Rule.Report report) {
    Map<String, String> first = new HashMap<>();
    for (Document document : project.of(Kind.PIPELINE)) {
      YamlValue source = document.root().at("source").orElseThrow();
      if (!source.textAt("type").equals("postgres")) {
        continue;
      }
      String slot = source.has("slot.name") ? source.textAt("slot.name") : "alluvium";
      String place =
          String.join(
              " ",
              source.textAt("hostname"),
              source.textAt("port"),
              source.textAt("database"),
              slot);
      String name = document.root().textAt("pipeline", "name");
      String other = first.putIfAbsent(place, name);
      if (other != null) {
        report.found(
            document.file(),
            source.at("slot.name").orElse(source).line(),
            "slot " + slot + " is also that of the pipeline " + other);
      }
    }
  }

  private static void transactionRetention(Project project, Rule.Report report) {
    String key = "delta.setTransactionRetentionDuration";
    for (Document document : project.of(Kind.PIPELINE)) {
      document
          .root()
          .at("sink", "table.properties", key)
          .ifPresent(value -> report.found(document.file(), value.line(), key + " is set"));
    }
    project
        .sql()
        .forEach(
            file ->
                file.statements().stream()
                    .filter(statement -> statement.options().containsKey(key))
                    .forEach(
                        statement ->
                            report.found(
                                file.file(), KafkaTables.line(statement, key), key + " is set")));
  }
}
