package io.alluvium.cdc.mysql;

import io.alluvium.cdc.capture.CapturedChange;
import io.alluvium.cdc.capture.CdcException;
import io.alluvium.cdc.capture.Operation;
import io.alluvium.cdc.capture.TableName;
import io.alluvium.cdc.capture.TablePatterns;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import javax.annotation.Nullable;
import org.apache.flink.table.types.logical.RowType;

/**
 * Follows the events of the log and makes changes of them. All rows of an event are given in one
 * call, so that progress is only asked for between events.
 */
final class BinlogChanges {
  private static final long MICROS = 1_000_000;
  private static final long HIGHEST_START = 0xffff_ffffL;
  private static final long FIRST_OFFSET = 4;
  private static final int END_OF_STATEMENT = 1;
  private static final RowType NO_COLUMNS = new RowType(false, List.of());

  private final TablePatterns captured;
  private final LogTableReader tableReader;
  private final Map<Long, KnownTable> tables = new HashMap<>();
  private final Set<TableName> created;
  private String file;
  private long start;
  private long done;
  private long wrapped;
  private long lastEnd;
  @Nullable private String transaction;
  private long commitMicros;

  /**
   * @param table null where it is not captured
   */
  private record KnownTable(byte[] description, @Nullable LogTable table) {}

  BinlogChanges(TablePatterns captured, LogTableReader tableReader, StreamProgress progress) {
    this.captured = captured;
    this.tableReader = tableReader;
    this.created = new TreeSet<>(progress.created());
    this.file = progress.position().file();
    this.start = progress.position().offset();
    this.done = progress.done();
    this.transaction = progress.transaction();
  }

  /** To go on from. */
  BinlogPosition position() {
    return new BinlogPosition(file, start);
  }

  StreamProgress progress() {
    return new StreamProgress(position(), done, transaction, created);
  }

  /** Events come again, from the progress on. */
  void restart() {
    tables.clear();
    wrapped = 0;
    lastEnd = 0;
  }

  /** A file begins, or goes on after a connection was made. */
  void accept(String nextFile) {
    if (!nextFile.equals(file)) {
      file = nextFile;
      start = FIRST_OFFSET;
      done = FIRST_OFFSET;
      transaction = null;
      restart();
    }
  }

  void accept(LogEvent event, Consumer<CapturedChange> out) {
    if (!event.isOfFile()) {
      return;
    }
    // The file's places are numbers of 32 bits, which a large transaction goes beyond.
    if (event.end() < lastEnd) {
      wrapped += HIGHEST_START + 1;
    }
    lastEnd = event.end();
    long from = event.start() + wrapped;
    long end = event.end() + wrapped;
    if (event.type() == LogEvent.TABLE_MAP) {
      describe(event);
      return;
    }
    boolean statementEnds = true;
    if (event.isRows()) {
      statementEnds = rows(event, from, out);
    } else {
      other(event, from, out);
    }
    done = Math.max(done, end);
    if (statementEnds && end <= HIGHEST_START) {
      start = end;
    }
  }

  private void describe(LogEvent event) {
    ByteReader in = new ByteReader(event.body());
    long id = in.little(6);
    KnownTable known = tables.get(id);
    if (known != null && Arrays.equals(known.description(), event.body())) {
      return;
    }
    in.skip(2);
    String database = in.packedText();
    in.skip(1);
    String table = in.packedText();
    in.skip(1);
    TableName name = new TableName(database, table);
    tables.put(
        id, new KnownTable(event.body(), captured.take(name) ? tableReader.read(name, in) : null));
  }

  /** Whether the statement ends with these. */
  private boolean rows(LogEvent event, long from, Consumer<CapturedChange> out) {
    ByteReader in = new ByteReader(event.body());
    long id = in.little(6);
    boolean statementEnds = (in.little(2) & END_OF_STATEMENT) != 0;
    KnownTable known = tables.get(id);
    if (known == null) {
      // A statement can end with an event of no table, which has no rows.
      if (statementEnds && !in.hasMore()) {
        return true;
      }
      if (from < done) {
        return statementEnds;
      }
      throw new CdcException("The binary log has rows of an unknown table at " + file + ":" + from);
    }
    if (known.table() != null && from >= done) {
      rows(known.table(), event, in, from, out);
    }
    return statementEnds;
  }

  private void rows(
      LogTable table, LogEvent event, ByteReader in, long from, Consumer<CapturedChange> out) {
    if (event.hasExtraData()) {
      in.skip((int) in.little(2) - 2);
    }
    int count = in.packed();
    checkWhole(table, in, count);
    if (event.isUpdate()) {
      checkWhole(table, in, count);
    }
    for (int row = 0; in.hasMore(); row++) {
      LogTable.Row first = table.read(in);
      if (event.isInsert()) {
        out.accept(change(table, Operation.INSERT, first, null, event, from, row));
      } else if (event.isDelete()) {
        out.accept(change(table, Operation.DELETE, null, first, event, from, row));
      } else {
        LogTable.Row second = table.read(in);
        if (table.haveSameKey(first, second)) {
          out.accept(change(table, Operation.UPDATE, second, first, event, from, row));
        } else {
          out.accept(change(table, Operation.DELETE, null, first, event, from, row));
          out.accept(change(table, Operation.INSERT, second, null, event, from, row));
        }
      }
    }
  }

  private static void checkWhole(LogTable table, ByteReader in, int count) {
    for (int i = 0; i < count; i += Byte.SIZE) {
      int present = in.unsignedByte();
      if (Integer.bitCount(present) < Math.min(Byte.SIZE, count - i)
          || count != table.columnCount()) {
        throw new CdcException(
            "The binary log has rows of "
                + table.name()
                + " without some of their columns. Run SET GLOBAL binlog_row_image = 'FULL', and"
                + " capture the database anew.");
      }
    }
  }

  private CapturedChange change(
      LogTable table,
      Operation operation,
      @Nullable LogTable.Row row,
      @Nullable LogTable.Row before,
      LogEvent event,
      long from,
      int index) {
    return new CapturedChange(
        table.name(),
        table.columns(),
        operation,
        row == null ? null : row.values(),
        before == null ? null : before.values(),
        null,
        row == null ? before.unfit() : row.unfit(),
        position(from, index),
        BinlogPosition.sequence(file, from, index),
        commitMicros > 0 ? commitMicros : event.seconds() * MICROS);
  }

  private String position(long from, int row) {
    String position = file + ":" + from + ":" + row;
    return transaction == null ? position : position + " " + transaction;
  }

  private void other(LogEvent event, long from, Consumer<CapturedChange> out) {
    int type = event.type();
    if (type == LogEvent.QUERY) {
      query(event, from, out);
    } else if (type == LogEvent.GTID || type == LogEvent.ANONYMOUS_GTID) {
      TransactionIdentifier identifier = TransactionIdentifier.ofMySql(event);
      transaction = type == LogEvent.GTID ? identifier.text() : null;
      commitMicros = identifier.commitMicros();
    } else if (type == LogEvent.MARIADB_GTID) {
      transaction = TransactionIdentifier.ofMariaDb(event).text();
    } else if (type == LogEvent.PARTIAL_UPDATE) {
      throw refused("parts of JSON values", from, "SET GLOBAL binlog_row_value_options = ''");
    } else if (type == LogEvent.TRANSACTION_PAYLOAD) {
      throw refused(
          "a compressed transaction", from, "SET GLOBAL binlog_transaction_compression = OFF");
    } else if (type >= LogEvent.MARIADB_COMPRESSED_FIRST
        && type <= LogEvent.MARIADB_COMPRESSED_LAST) {
      throw refused("a compressed event", from, "SET GLOBAL log_bin_compress = OFF");
    }
  }

  private CdcException refused(String what, long from, String remedy) {
    return new CdcException(
        "The binary log has "
            + what
            + " at "
            + file
            + ":"
            + from
            + ", which cannot be read. Run "
            + remedy
            + ", and capture the database anew.");
  }

  private void query(LogEvent event, long from, Consumer<CapturedChange> out) {
    ByteReader in = new ByteReader(event.body());
    in.skip(8);
    int databaseLength = in.unsignedByte();
    in.skip(2);
    int variablesLength = (int) in.little(2);
    in.skip(variablesLength);
    String database = in.text(databaseLength);
    in.skip(1);
    String sql = new String(in.rest(), StandardCharsets.UTF_8);
    LoggedStatement statement = LoggedStatement.parse(sql, database).orElse(null);
    if (statement == null || !captured.take(statement.table()) || from < done) {
      return;
    }
    switch (statement.kind()) {
      case CREATE -> created.add(statement.table());
      case TRUNCATE ->
          out.accept(
              new CapturedChange(
                  statement.table(),
                  NO_COLUMNS,
                  Operation.TRUNCATE,
                  null,
                  null,
                  null,
                  null,
                  position(from, 0),
                  BinlogPosition.sequence(file, from, 0),
                  commitMicros > 0 ? commitMicros : event.seconds() * MICROS));
      case CHANGE ->
          throw new CdcException(
              "The binary log has a statement in place of the rows of "
                  + statement.table()
                  + " at "
                  + file
                  + ":"
                  + from
                  + ": a session has set binlog_format. Run SET GLOBAL binlog_format = 'ROW', let no"
                  + " session change it, and capture the database anew.");
    }
  }
}
