package io.alluvium.connectors.snowflake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import javax.annotation.Nullable;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.types.logical.BigIntType;
import org.apache.flink.table.types.logical.BooleanType;
import org.apache.flink.table.types.logical.DateType;
import org.apache.flink.table.types.logical.DecimalType;
import org.apache.flink.table.types.logical.DoubleType;
import org.apache.flink.table.types.logical.IntType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.TimestampType;
import org.apache.flink.table.types.logical.VarBinaryType;
import org.apache.flink.table.types.logical.VarCharType;
import org.apache.flink.types.RowKind;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the sink says to Snowflake, through the real driver, on an implementation that is not ours.
 *
 * <p>Of a flush, fakesnow 0.12 cannot: several statements in one request, a MERGE in a transaction
 * (it writes to two databases of DuckDB), COPY with the options of our files (ESCAPE), and PUT as
 * the JDBC driver wants it (the stage has no region). So the statements run one by one, and the
 * lines of the file become rows by an INSERT that has COPY's own expressions.
 */
@Timeout(300)
class FakesnowITCase {
  private static final Pattern COPY =
      Pattern.compile("COPY INTO (\\S+ \\(.*?\\)) FROM \\(SELECT (.*) FROM @\\S+\\) FILE_FORMAT.*");
  private static final Pattern FIELD =
      Pattern.compile("\\G(?:\"((?:[^\"]|\"\")*)\"|([^,]*))(?:,|$)");

  @TempDir private static Path folder;

  private static Fakesnow fakesnow;
  private static Path keyFile;

  @BeforeAll
  static void start() throws Exception {
    String home = System.getProperty("fakesnow.home", "");
    if (home.isEmpty()) {
      String reason =
          "skipped: no fakesnow; run with"
              + " -Dfakesnow.home=\"$(interop/snowflake/install-fakesnow)\", which needs Python";
      System.err.println("FakesnowITCase " + reason);
      Assumptions.abort(reason);
    }
    fakesnow = Fakesnow.start(Path.of(home), folder);
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    keyFile =
        Files.writeString(
            folder.resolve("key.pem"),
            "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder()
                    .encodeToString(generator.generateKeyPair().getPrivate().getEncoded())
                + "\n-----END PRIVATE KEY-----\n");
  }

  @AfterAll
  static void stop() throws Exception {
    if (fakesnow != null) {
      fakesnow.close();
    }
  }

  @Test
  void everyTypeArrivesAndARepeatedBatchChangesNothing() throws Exception {
    RowType type =
        RowType.of(
            new LogicalType[] {
              new IntType(false),
              new BigIntType(),
              text(),
              text(),
              new BooleanType(),
              new DecimalType(10, 2),
              new DoubleType(),
              new DateType(),
              new TimestampType(6),
              new VarBinaryType(VarBinaryType.MAX_LENGTH)
            },
            new String[] {
              "id", "ver", "val", "payload", "flag", "price", "mean", "day", "seen", "raw_bytes"
            });
    Configuration options = new Configuration();
    options.setString("column.types.payload", "VARIANT");
    SnowflakeTarget target = target("types", type, options);
    try (Connection connection = connect(target)) {
      Batch batch =
          batch(
              target,
              100,
              GenericRowData.of(
                  1,
                  Long.MAX_VALUE,
                  StringData.fromString("Büro \"1\", a"),
                  StringData.fromString("{\"deep\": [1, 2]}"),
                  true,
                  DecimalData.fromUnscaledLong(150, 10, 2),
                  -1.5,
                  16_495,
                  TimestampData.fromEpochMillis(1_425_168_000_123L, 1_000),
                  new byte[] {0, -1, 0x22}),
              GenericRowData.of(2, 1L, null, null, null, null, null, null, null, null),
              GenericRowData.ofKind(
                  RowKind.DELETE, 3, 1L, null, null, null, null, null, null, null, null));
      apply(connection, target, batch);
      List<List<String>> rows =
          query(
              connection,
              "SELECT ID, VER, VAL, PAYLOAD:deep[1]::VARCHAR, FLAG, PRICE, MEAN, DAY::VARCHAR,"
                  + " SEEN::VARCHAR, HEX_ENCODE(RAW_BYTES) FROM TYPES ORDER BY ID");
      assertThat(rows).hasSize(2);
      assertThat(rows.get(0))
          .startsWith("1", "9223372036854775807", "Büro \"1\", a", "2", "TRUE", "1.50", "-1.5")
          .contains("2015-03-01", "00FF22");
      assertThat(rows.get(0).get(8)).startsWith("2015-03-01 00:00:00.123001");
      assertThat(rows.get(1))
          .containsExactly("2", "1", null, null, null, null, null, null, null, null);
      assertThat(query(connection, "SELECT ID FROM TYPES__ROWS WHERE \"_DELETED\""))
          .containsExactly(List.of("3"));

      List<List<String>> all = query(connection, "SELECT * FROM TYPES__ROWS ORDER BY ID");
      apply(connection, target, batch);
      assertThat(query(connection, "SELECT * FROM TYPES__ROWS ORDER BY ID")).isEqualTo(all);
      assertThat(
              query(
                  connection,
                  "SELECT EPOCH, ROW_COUNT FROM ALLUVIUM_LEDGER WHERE TABLE_NAME = 'TYPES'"))
          .containsExactly(List.of("100", "3"));
    }
  }

  @Test
  void onlyWhatIsNewerCounts() throws Exception {
    SnowflakeTarget target = target("versions", kpi(), new Configuration());
    try (Connection connection = connect(target)) {
      apply(
          connection,
          target,
          batch(target, 10, row(1, 5L, "five"), row(2, 5L, "five"), gone(3, 5)));
      apply(
          connection,
          target,
          batch(target, 20, row(1, 4L, "older"), row(2, 6L, "newer"), row(3, 4L, "older")));
      assertThat(query(connection, "SELECT ID, VAL FROM VERSIONS ORDER BY ID"))
          .containsExactly(List.of("1", "five"), List.of("2", "newer"));
      // Of one version the later batch counts; a batch of before is not heard any more.
      apply(
          connection, target, batch(target, 30, row(1, 5L, "again"), row(2, null, "unversioned")));
      apply(connection, target, batch(target, 15, row(1, 5L, "late"), row(2, null, "late")));
      assertThat(query(connection, "SELECT ID, VAL FROM VERSIONS ORDER BY ID"))
          .containsExactly(List.of("1", "again"), List.of("2", "unversioned"));
      assertThat(query(connection, "SELECT \"_VERSION\" FROM VERSIONS__ROWS WHERE ID = 2"))
          .containsExactly(List.of("6"));
    }
  }

  @Test
  void theTableEvolvesIsCleanedAndItsLossIsNoticed() throws Exception {
    Configuration evolve = new Configuration();
    evolve.set(SnowflakeConnectorOptions.SCHEMA_CHANGES, SchemaChanges.EVOLVE);
    SnowflakeTarget target = target("evolved", kpi(), evolve);
    RowType wider =
        RowType.of(
            new LogicalType[] {new IntType(false), new BigIntType(), text(), new DoubleType()},
            new String[] {"id", "ver", "val", "more"});
    SnowflakeTarget evolved = target("evolved", wider, evolve);
    try (Connection connection = connect(target)) {
      apply(connection, target, batch(target, 10, row(1, 1L, "a"), gone(2, 1)));
      new TablePreparation(evolved.config().layout(), SchemaChanges.EVOLVE).run(connection);
      Batch batch = batch(evolved, 20, GenericRowData.of(3, 1L, StringData.fromString("c"), 0.5));
      FlushStatements statements = new FlushStatements(evolved.config().layout());
      apply(connection, batch, statements.withCleaning(batch, Duration.ofDays(7)));
      assertThat(query(connection, "SELECT ID, VAL, MORE FROM EVOLVED ORDER BY ID"))
          .satisfiesExactly(
              row -> assertThat(row).containsExactly("1", "a", null),
              row -> assertThat(row).containsExactly("3", "c", "0.5"));
      assertThat(query(connection, "SELECT DISTINCT \"_BATCH\" FROM EVOLVED__LOAD"))
          .containsExactly(List.of(batch.id()));

      AppliedBatches applied =
          new AppliedBatches(evolved.config().layout(), SchemaChanges.EVOLVE, Duration.ofDays(7));
      assertThatCode(() -> applied.require(connection, List.of(batch.id())))
          .doesNotThrowAnyException();
      for (String loss : List.of("DELETE FROM EVOLVED__ROWS", "DROP TABLE EVOLVED__ROWS")) {
        run(connection, loss);
        assertThatThrownBy(() -> applied.require(connection, List.of(batch.id())))
            .isInstanceOf(StoreLostException.class);
      }
    }
  }

  @Test
  void whatDoesNotFitIsInTheTableOfDeadLetters() throws Exception {
    Configuration options = new Configuration();
    options.setString("column.types.val", "VARCHAR(5)");
    SnowflakeTarget target = target("oversize", kpi(), options);
    try (Connection connection = connect(target)) {
      Batch batch = batch(target, 10, row(1, 1L, "12345"), row(2, 1L, "it's longer"));
      apply(connection, target, batch);
      apply(connection, target, batch);
      assertThat(query(connection, "SELECT ID, VAL FROM OVERSIZE"))
          .containsExactly(List.of("1", "12345"));
      assertThat(
              query(
                  connection,
                  "SELECT ROW_KEY, COLUMN_NAME, REASON FROM ALLUVIUM_DEAD_LETTERS WHERE TABLE_NAME ="
                      + " 'OVERSIZE'"))
          .containsExactly(List.of("2", "val", "11 characters are more than the 5 of the column"));
    }
  }

  private static VarCharType text() {
    return new VarCharType(VarCharType.MAX_LENGTH);
  }

  private static RowType kpi() {
    return RowType.of(
        new LogicalType[] {new IntType(false), new BigIntType(), text()},
        new String[] {"id", "ver", "val"});
  }

  private static RowData row(int id, @Nullable Long version, String value) {
    return GenericRowData.of(id, version, StringData.fromString(value));
  }

  private static RowData gone(int id, long version) {
    return GenericRowData.ofKind(RowKind.DELETE, id, version, null);
  }

  private static SnowflakeTarget target(String table, RowType type, Configuration more) {
    Configuration options = new Configuration();
    options.set(SnowflakeConnectorOptions.URL, fakesnow.url());
    options.set(SnowflakeConnectorOptions.DATABASE, "db");
    options.set(SnowflakeConnectorOptions.SCHEMA, "s");
    options.set(SnowflakeConnectorOptions.WAREHOUSE, "wh");
    options.set(SnowflakeConnectorOptions.USER, "loader");
    options.set(SnowflakeConnectorOptions.PRIVATE_KEY_FILE, keyFile.toString());
    options.set(SnowflakeConnectorOptions.TABLE, table);
    options.set(SnowflakeConnectorOptions.VERSION_COLUMN, "ver");
    options.set(SnowflakeConnectorOptions.SCHEMA_CHANGES, SchemaChanges.CREATE);
    options.addAll(more);
    return SnowflakeTargets.of(options, type, List.of("id"), table);
  }

  /** With the tables made by the sink's own preparation. */
  private static Connection connect(SnowflakeTarget target) throws Exception {
    Connection connection = target.config().account().connect();
    run(connection, "CREATE DATABASE IF NOT EXISTS DB");
    run(connection, "CREATE SCHEMA IF NOT EXISTS DB.S");
    run(connection, "USE SCHEMA DB.S");
    new TablePreparation(target.config().layout(), target.config().schemaChanges()).run(connection);
    return connection;
  }

  private static Batch batch(SnowflakeTarget target, long epoch, RowData... rows) throws Exception {
    PendingChanges changes =
        new PendingChanges(target.config().layout(), target.version(), BadValues.DEAD_LETTER);
    for (RowData row : rows) {
      changes.add(row);
    }
    BatchWriter writer = new BatchWriter(target.lines(), 0, () -> epoch);
    changes.drainTo(writer);
    return writer.take().get(0);
  }

  private static void apply(Connection connection, SnowflakeTarget target, Batch batch)
      throws Exception {
    apply(connection, batch, new FlushStatements(target.config().layout()).of(batch));
  }

  private static void apply(Connection connection, Batch batch, List<String> statements)
      throws Exception {
    for (String statement : statements) {
      if (statement.startsWith("COPY")) {
        Matcher copy = COPY.matcher(statement);
        assertThat(copy.matches()).as(statement).isTrue();
        run(
            connection,
            "INSERT INTO "
                + copy.group(1)
                + " SELECT "
                + copy.group(2).replaceAll("\\$(\\d+)", "F.C$1")
                + " FROM ("
                + lines(batch)
                + ") F");
      } else if (!statement.startsWith("BEGIN") && !statement.startsWith("COMMIT")) {
        run(connection, statement);
      }
    }
  }

  /** The lines of the file as a query, a text for each field. */
  private static String lines(Batch batch) throws Exception {
    String file;
    try (GZIPInputStream zip = new GZIPInputStream(new ByteArrayInputStream(batch.file()))) {
      file = new String(zip.readAllBytes(), StandardCharsets.UTF_8);
    }
    return file.lines()
        .map(
            line -> {
              List<String> fields = new ArrayList<>();
              Matcher field = FIELD.matcher(line);
              while (field.find() && (field.end() > field.start() || fields.isEmpty())) {
                fields.add(value(field) + "::VARCHAR AS C" + (fields.size() + 1));
              }
              return "SELECT " + String.join(", ", fields);
            })
        .collect(Collectors.joining(" UNION ALL "));
  }

  private static String value(Matcher field) {
    if (field.group(1) != null) {
      return Identifiers.text(field.group(1).replace("\"\"", "\""));
    }
    return field.group(2).isEmpty() ? "NULL" : Identifiers.text(field.group(2));
  }

  private static void run(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static List<List<String>> query(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<List<String>> found = new ArrayList<>();
      while (rows.next()) {
        List<String> row = new ArrayList<>();
        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
          row.add(rows.getString(i));
        }
        found.add(row);
      }
      return found;
    }
  }
}
