package io.alluvium.connectors.postgres.replication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alluvium.connectors.postgres.Change;
import io.alluvium.connectors.postgres.Database;
import io.alluvium.connectors.postgres.TableName;
import io.alluvium.connectors.postgres.TableSchema;
import io.alluvium.connectors.postgres.UnfitValue;
import io.alluvium.connectors.postgres.database.CatalogTable;
import io.alluvium.connectors.postgres.database.PostgresCatalog;
import io.alluvium.connectors.postgres.reader.ChangeBatch;
import io.alluvium.connectors.postgres.rows.RowShape;
import io.alluvium.connectors.postgres.rows.RowShapes;
import io.alluvium.connectors.postgres.snapshot.CopyForTests;
import io.alluvium.connectors.postgres.split.StreamPosition;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.types.logical.LogicalTypeRoot;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Values of all types, as the real server sends them: in binary form, in text form, and copied, the
 * result is the same, and it is what the server says of them in SQL.
 */
class ValuesITCase {
  private static final String TABLE =
      """
      CREATE TYPE mood AS ENUM ('ok', 'not so "good"');
      CREATE DOMAIN share AS numeric(4,3);
      CREATE DOMAIN deeper AS share;
      CREATE TYPE pair AS (a int, b text);
      CREATE TABLE every_type (
        id int PRIMARY KEY, c_bool bool, c_int2 int2, c_int4 int4, c_int8 int8, c_oid oid,
        c_float4 float4, c_float8 float8, c_numeric numeric, c_dec numeric(12,3),
        c_big numeric(38,10), c_huge numeric(60,5), c_neg numeric(5,-2), c_share deeper,
        c_money money, c_text text, c_varchar varchar(20), c_char char(5), c_name name,
        c_inner "char", c_date date, c_instant timestamptz, c_local timestamp, c_time time,
        c_timetz timetz, c_interval interval, c_json json, c_jsonb jsonb, c_uuid uuid,
        c_bytes bytea, c_bit bit(11), c_varbit varbit, c_inet inet, c_cidr cidr, c_xml xml,
        c_mood mood, c_ints int[], c_grid int[], c_texts text[], c_moods mood[],
        c_decs numeric(9,2)[], c_instants timestamptz[], c_bools bool[], c_floats float8[],
        c_bytess bytea[], c_dates date[], c_uuids uuid[])
      """;

  /** Read as text only: beside them the stream is sent in text form. */
  private static final String TEXT_TABLE =
      """
      CREATE TABLE text_types (
        id int PRIMARY KEY, c_range int4range, c_ranges tstzrange, c_multi int4multirange,
        c_pair pair, c_point point, c_tsv tsvector, c_lsn pg_lsn, c_ranges2 int4range[],
        c_pairs pair[], c_mac macaddr, c_jsonpath jsonpath, c_store hstore, c_vector int2vector)
      """;

  private static final Map<String, List<String>> FIXED = new LinkedHashMap<>();

  static {
    fixed("c_bool", "true", "false");
    fixed("c_int2", "-32768", "32767");
    fixed("c_int4", "-2147483648", "2147483647");
    fixed("c_int8", "-9223372036854775808", "9223372036854775807");
    fixed("c_oid", "4294967295", "0");
    fixed("c_float4", "NaN", "-Infinity", "1.17549435e-38", "-0", "3.4028235e38");
    fixed("c_float8", "NaN", "Infinity", "5e-324", "0.1", "1.7976931348623157e308");
    fixed(
        "c_numeric",
        "NaN",
        "Infinity",
        "-Infinity",
        "0",
        "0.000",
        "-1e-20",
        "1e40",
        "123.4500",
        "10000",
        "99999999999999999999.00010000",
        "0.0001",
        "-12345678901234567890123456789");
    fixed("c_dec", "NaN", "0", "-999999999.999", "0.001", "100000000", "9999.9", "-0.010");
    fixed("c_big", "NaN", "9999999999999999999999999999.9999999999", "-0.0000000001", "1e27");
    fixed("c_huge", "123456789012345678901234567890123456789012345.12345", "-1.5");
    fixed("c_neg", "12300", "-9999900");
    fixed("c_share", "0.125", "-1.999", "NaN");
    fixed("c_money", "12.34", "-1234567.80", "0", "92233720368547758.07");
    fixed("c_text", "", "ü€😀\"\\\n", "NULL");
    fixed("c_varchar", "v", "");
    fixed("c_char", "c", "");
    fixed("c_name", "n");
    fixed("c_inner", "x");
    fixed(
        "c_date",
        "2024-02-29",
        "infinity",
        "-infinity",
        "0001-01-01",
        "9999-12-31",
        "10000-01-01",
        "0044-03-15 BC",
        "1582-10-10",
        "1970-01-01");
    fixed(
        "c_instant",
        "2024-05-01 12:00:00.123456+02",
        "infinity",
        "-infinity",
        "0001-01-01 00:00:00+00",
        "9999-12-31 23:59:59.999999+00",
        "10000-01-01 00:00:00.5+00",
        "0044-03-15 10:00:00+00 BC",
        "294276-12-31 23:59:59.999999+00",
        "4713-01-01 00:00:00+00 BC",
        "1969-12-31 23:59:59.999999+00",
        "1890-01-01 00:00:00+00");
    fixed(
        "c_local",
        "2024-05-01 12:00:00.5",
        "infinity",
        "-infinity",
        "2024-05-01 12:00:00",
        "0044-03-15 10:00:00.000001 BC",
        "294276-12-31 23:59:59.999999",
        "4713-01-01 00:00:00 BC",
        "20000-01-01 00:00:00.1234");
    fixed("c_time", "00:00:00", "24:00:00", "23:59:59.999999", "12:30:00.5", "01:02:03.04");
    fixed("c_timetz", "12:30:00+02", "00:00:00.25-05:30", "24:00:00+00", "01:00:00+01:02:03");
    fixed(
        "c_interval",
        "0",
        "1 day",
        "1 year 2 months 3 days 04:05:06.789",
        "-1 year -2 mons +3 days -04:05:06.5",
        "-0.5 seconds",
        "1 month -1 day",
        "infinity",
        "-infinity",
        "100000000 years");
    fixed("c_json", "{\"a\":  [1, \"ü\"]}", "null", "\"x\"");
    fixed("c_jsonb", "{\"a\":  [1, \"ü\"], \"b\": 1e3}", "null");
    fixed("c_uuid", "6ecd8c99-4036-403d-bf84-cf8400f67836", "00000000-0000-0000-0000-00000000000f");
    fixed("c_bytes", "\\x", "\\x00ff10");
    fixed("c_bit", "10011000111");
    fixed("c_varbit", "", "1", "101010101010");
    fixed(
        "c_inet",
        "127.0.0.1",
        "10.0.0.1/8",
        "::1",
        "::",
        "2001:db8::1",
        "fe80::1:0:0:1/64",
        "::ffff:1.2.3.4",
        "::1.2.3.4",
        "1:2:3:4:5:6:7:8",
        "0:0:1:0:0:0:1:0",
        "1::",
        "::5:6:7:8",
        "::2");
    fixed("c_cidr", "10.0.0.0/8", "127.0.0.1/32", "2001:db8::/32");
    fixed("c_xml", "<a>ü</a>");
    fixed("c_mood", "ok", "not so \"good\"");
    fixed("c_ints", "{1,NULL,-3}", "{}", "[0:1]={7,8}");
    fixed("c_grid", "{{1,2},{3,NULL}}", "[2:2][0:1]={{1,2}}");
    fixed(
        "c_texts", "{\"a b\",\"\",NULL,\"NULL\",\"q\\\"u\\\\o\",\"{x,y}\",ü}", "[3:4]={\"a b\",c}");
    fixed("c_moods", "{ok,\"not so \\\"good\\\"\"}");
    fixed("c_decs", "{1.50,NaN,-2}");
    fixed("c_instants", "{\"2024-05-01 12:00:00+02\",infinity,\"0044-03-15 10:00:00+00 BC\"}");
    fixed("c_bools", "{t,f,NULL}");
    fixed("c_floats", "{0.1,NaN,-Infinity,1e300}");
    fixed("c_bytess", "{\"\\\\x00ff\"}");
    fixed("c_dates", "{2024-02-29,infinity}");
    fixed("c_uuids", "{6ecd8c99-4036-403d-bf84-cf8400f67836}");
  }

  @TempDir private static Path folder;
  private static Database database;

  private static void fixed(String column, String... values) {
    FIXED.put(column, List.of(values));
  }

  @BeforeAll
  static void start() throws Exception {
    database = new Database(folder.resolve("postgres"));
    database.execute(TABLE, "CREATE EXTENSION hstore", TEXT_TABLE);
  }

  @AfterAll
  static void stop() throws Exception {
    database.close();
  }

  @Test
  void readsEveryTypeAlikeInEveryForm() throws Exception {
    String name = "every_type";
    openSlot(name);
    int id = 0;
    database.execute("INSERT INTO every_type (id) VALUES (0)");
    for (Map.Entry<String, List<String>> entry : FIXED.entrySet()) {
      for (String value : entry.getValue()) {
        insert(name, ++id, entry.getKey(), value);
      }
    }
    long seed = Long.getLong("alluvium.seed", 20260101L);
    int rows = Integer.getInteger("alluvium.seeds", 1) * 300;
    RandomRows random = new RandomRows(new Random(seed));
    for (int i = 0; i < rows; i++) {
      Map.Entry<String, String> value = random.next();
      insert(name, ++id, value.getKey(), value.getValue());
    }

    List<String> binary = decoded(name, true);
    assertThat(binary).hasSize(id + 1);
    assertThat(decoded(name, false)).as("seed %d", seed).isEqualTo(binary);
    assertThat(copied(name)).as("seed %d", seed).isEqualTo(binary);
    assertThat(binary).as("seed %d", seed).isEqualTo(expected());
  }

  @Test
  void readsOtherTypesAsTheServerWritesThem() throws Exception {
    String name = "text_types";
    openSlot(name);
    database.execute(
        "INSERT INTO text_types VALUES (1, '[1,5)', '[2024-01-01 00:00:00+00,)', '{[1,2),[5,9)}',"
            + " '(1,\"x y\")', '(1,2)', 'a fat cat', '16/B374D848', '{\"[1,5)\",empty}',"
            + " '{\"(1,a)\",NULL}', '08:00:2b:01:02:03', '$.a[*]',"
            + " 'a=>1, \"b\"=>NULL, \"q\\\"\"=>\"x,=>\"', '1 2')",
        "INSERT INTO text_types (id) VALUES (2)");
    String first =
        "id=1 c_range=[1,5) c_ranges=[\"2024-01-01 00:00:00+00\",) c_multi={[1,2),[5,9)}"
            + " c_pair=(1,\"x y\") c_point=(1,2) c_tsv='a' 'cat' 'fat' c_lsn=16/B374D848"
            + " c_ranges2=[\"[1,5)\",\"empty\"] c_pairs=[\"(1,a)\",null] c_mac=08:00:2b:01:02:03"
            + " c_jsonpath=$.\"a\"[*]"
            + " c_store={\"a\":\"1\",\"b\":null,\"q\\\"\":\"x,=>\"} c_vector=1 2";
    assertThat(decoded(name, false)).containsExactly(first, "id=2");
    assertThat(copied(name)).containsExactly(first, "id=2");
    assertThatThrownBy(() -> decoded(name, true)).isInstanceOf(NeedsTextException.class);
  }

  private static void openSlot(String table) throws SQLException {
    database.execute(
        "CREATE PUBLICATION " + table + " FOR TABLE " + table,
        "SELECT pg_create_logical_replication_slot('" + table + "', 'pgoutput')");
  }

  private static void insert(String table, int id, String column, String value)
      throws SQLException {
    String type =
        database
            .column(
                "SELECT format_type(atttypid, atttypmod) FROM pg_attribute WHERE attrelid = '"
                    + table
                    + "'::regclass AND attname = '"
                    + column
                    + "'")
            .get(0);
    try (PreparedStatement statement =
        database
            .connection()
            .prepareStatement(
                "INSERT INTO "
                    + table
                    + " (id, "
                    + column
                    + ") VALUES (?, ?::text::"
                    + type
                    + ")")) {
      statement.setInt(1, id);
      statement.setString(2, value);
      statement.execute();
    }
  }

  private static List<String> decoded(String table, boolean binary) throws Exception {
    List<String> rows = new ArrayList<>();
    try (Connection connection = database.address().connect()) {
      RowShapes shapes = new RowShapes(new RowShapes.Schemas(), 0);
      PgOutputDecoder decoder =
          new PgOutputDecoder(
              StreamPosition.at(0),
              new RelationResolver() {
                @Override
                public Relation resolve(
                    long oid,
                    String schema,
                    String name,
                    List<RowShapes.Column> columns,
                    List<Integer> identityColumns) {
                  try {
                    RowShape shape =
                        shapes.shape(
                            connection, new TableName(schema, name), columns, List.of("id"));
                    if (binary && !shape.readsBinary()) {
                      throw new NeedsTextException(name);
                    }
                    return new Relation(identityColumns, shape, false);
                  } catch (SQLException e) {
                    throw new IllegalStateException(e);
                  }
                }

                @Override
                public void typeAnnounced(long oid) {
                  shapes.forgetType(oid);
                }
              });
      ChangeBatch batch = new ChangeBatch();
      try (PreparedStatement statement =
          connection.prepareStatement(
              "SELECT lsn - '0/0'::pg_lsn, data FROM pg_logical_slot_peek_binary_changes(?, NULL,"
                  + " NULL, 'proto_version', '1', 'publication_names', ?, 'binary', ?)")) {
        statement.setString(1, table);
        statement.setString(2, table);
        statement.setString(3, String.valueOf(binary));
        try (ResultSet messages = statement.executeQuery()) {
          while (messages.next()) {
            decoder.decode(messages.getBytes(2), 0, messages.getLong(1), batch);
          }
        }
      }
      for (int i = 0; i < batch.size(); i++) {
        rows.add(text(batch.schema(i), batch.change(i)));
      }
    }
    return rows;
  }

  private static List<String> copied(String table) throws Exception {
    List<String> rows = new ArrayList<>();
    try (Connection connection = database.address().connect()) {
      CatalogTable described =
          new PostgresCatalog(connection).table(new TableName("public", table)).orElseThrow();
      CopyForTests.rows(connection, described, (schema, change) -> rows.add(text(schema, change)));
    }
    return rows;
  }

  private static String text(TableSchema schema, Change change) {
    StringBuilder text = new StringBuilder();
    GenericRowData row = change.row();
    for (int i = 0; i < row.getArity(); i++) {
      if (row.getField(i) != null) {
        text.append(' ').append(schema.columns().getFieldNames().get(i)).append('=');
        text.append(text(schema.columns().getTypeAt(i).getTypeRoot(), row.getField(i)));
      }
    }
    for (UnfitValue unfit : change.unfit()) {
      text.append(' ').append(schema.columns().getFieldNames().get(unfit.column())).append('!');
      text.append(unfit.text());
    }
    return text.substring(1);
  }

  private static String text(LogicalTypeRoot type, Object value) {
    return switch (type) {
      case DATE -> LocalDate.ofEpochDay((Integer) value).toString();
      case VARBINARY -> HexFormat.of().formatHex((byte[]) value);
      case TIMESTAMP_WITH_LOCAL_TIME_ZONE -> ((TimestampData) value).toInstant().toString();
      default -> value.toString();
    };
  }

  /** What the server itself says of the values, by SQL and by the driver. */
  private static List<String> expected() throws Exception {
    List<String> rows = new ArrayList<>();
    try (Connection connection = database.address().connect();
        PreparedStatement statement =
            connection.prepareStatement("SELECT * FROM every_type ORDER BY id");
        ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        StringBuilder text = new StringBuilder("id=" + row.getInt(1));
        for (int i = 2; i <= row.getMetaData().getColumnCount(); i++) {
          String name = row.getMetaData().getColumnName(i);
          String value = row.getString(i);
          if (value != null) {
            text.append(' ').append(name).append(Expectations.of(connection, name, value, row, i));
          }
        }
        rows.add(text.toString());
      }
    }
    return rows;
  }
}
