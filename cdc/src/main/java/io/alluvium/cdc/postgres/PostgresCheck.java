package io.alluvium.cdc.postgres;

import io.alluvium.cdc.check.Finding;
import io.alluvium.cdc.pipeline.SourceDefinition;
import io.alluvium.connectors.postgres.ReplicationSlot;
import io.alluvium.connectors.postgres.TableName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Looks at the server, the role and the slot; {@link TablesCheck} at the tables. */
final class PostgresCheck {
  private static final long LARGE_LAG_BYTES = 1L << 30;

  private final SourceDefinition source;
  private final PostgresSettings settings;
  private final Connection connection;
  private final List<Finding> findings = new ArrayList<>();

  PostgresCheck(SourceDefinition source, PostgresSettings settings, Connection connection) {
    this.source = source;
    this.settings = settings;
    this.connection = connection;
  }

  List<Finding> run() throws SQLException {
    server();
    role();
    slot();
    findings.addAll(new TablesCheck(settings, connection).run(source.tables()));
    return List.copyOf(findings);
  }

  private void server() throws SQLException {
    String walLevel = text("SHOW wal_level");
    if (walLevel.equals("logical")) {
      findings.add(Finding.ok("server", "wal_level is logical"));
    } else {
      findings.add(
          Finding.problem(
              "server",
              "wal_level is " + walLevel + ": changes cannot be captured. Restart it afterwards",
              "ALTER SYSTEM SET wal_level = 'logical'"));
    }
    if (text("SHOW synchronous_commit").equals("off")) {
      findings.add(
          Finding.warning(
              "server",
              "synchronous_commit is off: a row that changes while the snapshot reads it can show"
                  + " its last changes once more",
              "ALTER SYSTEM SET synchronous_commit = 'on'",
              "SELECT pg_reload_conf()"));
    }
    long senders = number("SELECT current_setting('max_wal_senders')::int");
    long used = number("SELECT count(*) FROM pg_stat_replication");
    // One for the stream; a reader of the snapshot has one for a moment.
    if (senders - used < 1 && !isActive()) {
      findings.add(
          Finding.problem(
              "server",
              "all " + senders + " WAL senders are in use. Restart it afterwards",
              "ALTER SYSTEM SET max_wal_senders = " + (senders + 5)));
    } else {
      findings.add(Finding.ok("server", used + " of " + senders + " WAL senders are in use"));
    }
  }

  private void role() throws SQLException {
    if (truth(
        "SELECT rolreplication OR rolsuper OR (to_regrole('rds_replication') IS NOT NULL"
            + " AND pg_has_role(to_regrole('rds_replication'), 'member'))"
            + " FROM pg_roles WHERE rolname = current_user")) {
      findings.add(Finding.ok(roleName(), "may replicate"));
    } else {
      findings.add(
          Finding.problem(
              roleName(),
              "may not replicate",
              "ALTER ROLE " + TableName.quote(source.username()) + " REPLICATION"));
    }
  }

  private String roleName() {
    return "role " + source.username();
  }

  private boolean isActive() throws SQLException {
    return truth(
        "SELECT coalesce(bool_or(active), false) FROM pg_replication_slots WHERE slot_name = "
            + slotLiteral());
  }

  private String slotLiteral() {
    return TableName.literal(settings.slotName());
  }

  private void slot() throws SQLException {
    String subject = "slot " + settings.slotName();
    String owner =
        text(
            "SELECT coalesce(plugin, '') || ' of ' || coalesce(database, '') FROM"
                + " pg_replication_slots WHERE slot_name = "
                + slotLiteral());
    if (owner.isEmpty()) {
      freeSlots(subject);
    } else if (!owner.equals("pgoutput of " + source.database())) {
      findings.add(
          Finding.problem(
              subject,
              "is one of "
                  + owner
                  + ", not of pgoutput in this database. Name another by source.slot.name"));
    } else {
      new ReplicationSlot(settings.address(), settings.slotName())
          .status(connection)
          .ifPresent(status -> slot(subject, status));
    }
  }

  private void slot(String subject, ReplicationSlot.Status slot) {
    String drop = "SELECT pg_drop_replication_slot(" + slotLiteral() + ")";
    if (slot.lost()) {
      findings.add(
          Finding.problem(
              subject,
              "is lost: the server has removed log that the pipeline needs (max_slot_wal_keep_size)."
                  + " Drop it, remove the job's checkpoints, and begin anew",
              drop));
    } else if (slot.lagBytes() > LARGE_LAG_BYTES) {
      findings.add(
          Finding.warning(
              subject,
              "is "
                  + (slot.lagBytes() >> 20)
                  + " MiB behind, for which the server keeps its log. Run the pipeline, or drop the"
                  + " slot if it is given up",
              drop));
    } else {
      findings.add(
          Finding.ok(
              subject,
              "is at "
                  + slot.position()
                  + ", "
                  + slot.lagBytes()
                  + " bytes behind"
                  + (slot.active() ? ", read by a job" : "")));
    }
  }

  private void freeSlots(String subject) throws SQLException {
    long most = number("SELECT current_setting('max_replication_slots')::int");
    if (number("SELECT count(*) FROM pg_replication_slots") < most) {
      findings.add(Finding.ok(subject, "is not there yet; the job creates it"));
    } else {
      findings.add(
          Finding.problem(
              subject,
              "cannot be created: all "
                  + most
                  + " slots are in use. Drop those that are given up (pg_replication_slots), or"
                  + " allow more and restart the server",
              "ALTER SYSTEM SET max_replication_slots = " + (most + 5)));
    }
  }

  private String text(String sql) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql);
        ResultSet row = statement.executeQuery()) {
      return row.next() ? String.valueOf(row.getString(1)) : "";
    }
  }

  private long number(String sql) throws SQLException {
    return Long.parseLong(text(sql));
  }

  private boolean truth(String sql) throws SQLException {
    return text(sql).equals("t");
  }
}
