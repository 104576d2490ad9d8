package io.alluvium.connectors.snowflake;

import io.alluvium.fixtures.StateFixture;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.annotation.Nullable;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.types.logical.BigIntType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.VarCharType;
import org.apache.flink.types.RowKind;
import org.junit.jupiter.api.Test;

/** Savepoints of former releases stay readable. */
class StateFixturesTest {
  /** Changes have no version of their own: they are refused where the columns are others. */
  private static final int ONLY = 1;

  private static final RowType ROW_TYPE =
      RowType.of(
          new LogicalType[] {
            new VarCharType(VarCharType.MAX_LENGTH),
            new BigIntType(),
            new VarCharType(VarCharType.MAX_LENGTH)
          },
          new String[] {"device", "ver", "val"});

  @Test
  void batches() throws Exception {
    StateFixture.holds(
        "snowflake-batch",
        new BatchSerializer(),
        batch(new LineLayout("device VARCHAR(10) key\nver NUMBER(19,0) version\n")),
        2,
        StateFixturesTest::parts);
  }

  /** It did not know of what columns its lines are. */
  @Test
  void batchesOfTheFirstVersion() throws Exception {
    StateFixture.reads(
        "snowflake-batch",
        StateFixture.form(
            1, parts -> new byte[0], bytes -> parts(new BatchSerializer().deserialize(1, bytes))),
        1,
        parts(batch(null)));
  }

  private static Batch batch(@Nullable LineLayout lines) {
    return new Batch(
        "3f1c-2",
        1_767_225_600_000L,
        2,
        new byte[] {31, -117, 8, 0, 127, -128},
        List.of(new DeadLetter("\"kü\"", "val", "too long"), new DeadLetter("?", "device", "")),
        lines);
  }

  private static List<Object> parts(Batch batch) {
    return Arrays.asList(
        batch.id(),
        batch.epoch(),
        batch.rows(),
        ByteBuffer.wrap(batch.file()),
        batch.deadLetters(),
        batch.lines());
  }

  /** Where the key is what a line begins with, it is written once. */
  @Test
  void changesThatBeginWithTheirKey() throws Exception {
    changesStayReadable("snowflake-changes", "device");
  }

  @Test
  void changesWithTheirKeyBeforeThem() throws Exception {
    changesStayReadable("snowflake-changes-keyed", "val");
  }

  private static void changesStayReadable(String name, String key) throws Exception {
    SnowflakeTarget target = target(key);
    PendingChanges changes = changes(target);
    changes.add(row(RowKind.INSERT, "d1", 5L, "former"));
    changes.add(row(RowKind.INSERT, "d1", 6L, "a \"1\""));
    changes.add(row(RowKind.INSERT, "d2", null, "ü,"));
    changes.add(row(RowKind.DELETE, "d3", -7L, "gone"));
    // One has a key that fits, the other none.
    changes.add(row(RowKind.INSERT, "d4", 1L, "too long for it"));
    changes.add(row(RowKind.INSERT, "too long for it", 1L, "d5"));
    SimpleVersionedSerializer<PendingChanges> form =
        StateFixture.form(
            ONLY,
            PendingChanges::snapshot,
            bytes -> {
              PendingChanges restored = changes(target);
              restored.restore(bytes, hash -> true);
              return restored;
            });
    StateFixture.holds(name, form, changes, ONLY, restored -> contents(restored, target));
  }

  /** Of a copy, since what was taken is there no more; a further change finds what it replaces. */
  private static List<Object> contents(PendingChanges changes, SnowflakeTarget target)
      throws IOException {
    PendingChanges copy = changes(target);
    copy.restore(changes.snapshot(), hash -> true);
    copy.add(row(RowKind.UPDATE_AFTER, "d2", 8L, "ü,"));
    List<Object> contents = new ArrayList<>();
    contents.add(copy.count());
    copy.drainTo(
        new PendingChanges.Receiver() {
          @Override
          public void line(byte[] bytes, int offset, int length) {
            contents.add(new String(bytes, offset, length, StandardCharsets.UTF_8));
          }

          @Override
          public void letter(DeadLetter letter) {
            contents.add(letter);
          }
        });
    return contents;
  }

  private static PendingChanges changes(SnowflakeTarget target) {
    return new PendingChanges(target.config().layout(), target.version(), BadValues.DEAD_LETTER);
  }

  private static SnowflakeTarget target(String key) {
    Configuration options = new Configuration();
    options.set(SnowflakeConnectorOptions.URL, "https://account.snowflakecomputing.com");
    options.set(SnowflakeConnectorOptions.DATABASE, "db");
    options.set(SnowflakeConnectorOptions.SCHEMA, "s");
    options.set(SnowflakeConnectorOptions.WAREHOUSE, "wh");
    options.set(SnowflakeConnectorOptions.USER, "loader");
    options.set(SnowflakeConnectorOptions.PRIVATE_KEY_FILE, "key.pem");
    options.set(SnowflakeConnectorOptions.TABLE, "kpi");
    options.set(SnowflakeConnectorOptions.VERSION_COLUMN, "ver");
    options.setString("column.types.device", "VARCHAR(10)");
    options.setString("column.types.val", "VARCHAR(10)");
    return SnowflakeTargets.of(options, ROW_TYPE, List.of(key), "kpi");
  }

  private static RowData row(RowKind kind, String device, @Nullable Long version, String value) {
    return GenericRowData.ofKind(
        kind, StringData.fromString(device), version, StringData.fromString(value));
  }
}
