package io.alluvium.connectors.delta.lint;

import static io.alluvium.connectors.delta.lint.HandmadeTable.json;
import static io.alluvium.connectors.delta.lint.HandmadeTable.metaData;
import static io.alluvium.connectors.delta.lint.HandmadeTable.protocol;
import static io.alluvium.connectors.delta.lint.HandmadeTable.remove;
import static io.alluvium.connectors.delta.lint.HandmadeTable.transaction;
import static io.alluvium.connectors.delta.lint.HandmadeTable.with;
import static io.alluvium.connectors.delta.lint.HandmadeTable.withStats;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@WithoutLint("each test breaks its table in one place")
class TableLintTest {
  @TempDir Path folder;
  private HandmadeTable table;

  @BeforeEach
  void newTable() throws IOException {
    table = new HandmadeTable(folder.resolve("table"));
  }

  @Test
  void findsNothingInASoundTable() throws Exception {
    ObjectNode add = table.add("a.parquet");
    table
        .create()
        .commit(add, transaction("sink", 1))
        .commit(remove("a.parquet"), withVector(add, table.vector(0, 2)), transaction("sink", 2))
        .commit(with(table.add("b%20c.parquet"), body -> body.put("path", "b%2520c.parquet")));

    assertThat(TableLint.of(table.folder()).findings()).isEmpty();
    TableLint.of(table.folder().toUri().toString()).assertClean();
  }

  @Test
  void leavesDataFilesOutWhereAsked() throws Exception {
    table.create().commit(with(table.add("a"), body -> body.put("path", "never-written")));

    assertThat(TableLint.of(table.folder()).findings()).hasSize(1);
    assertThat(TableLint.of(table.folder()).withoutDataFiles().findings()).isEmpty();
  }

  /** Actions of version 1 that break a rule, and what is found. */
  interface Broken {
    JsonNode[] actions(HandmadeTable table) throws IOException;
  }

  static Stream<Arguments> brokenCommits() {
    return Stream.of(
        broken("no single known action", table -> actions(json("{'added': {}}"))),
        broken("more than one metaData", table -> actions(metaData(), metaData())),
        broken(
            "partition column hour is not in the schema",
            table ->
                actions(
                    with(
                        metaData(),
                        body -> body.set("partitionColumns", json("{'c': ['hour']}").get("c"))))),
        broken("remove of x.parquet, which is not active", table -> actions(remove("x.parquet"))),
        broken(
            "two adds of a.parquet",
            table -> {
              ObjectNode add = table.add("a.parquet");
              return actions(add, withVector(add, table.vector(1)));
            }),
        broken(
            "both adds and removes a.parquet",
            table -> actions(table.add("a.parquet"), remove("a.parquet"))),
        broken("absolute path", table -> actions(withField(table, "path", "/lake/a.parquet"))),
        broken("absolute path", table -> actions(withField(table, "path", "s3://lake/a.parquet"))),
        broken("path is no URI", table -> actions(withField(table, "path", "a b.parquet"))),
        broken("has no dataChange", table -> actions(without(table, "dataChange"))),
        broken(
            "has no deletionTimestamp",
            table -> actions(with(remove("a"), body -> body.remove("deletionTimestamp")))),
        broken(
            "has values of [] instead of [day]",
            table ->
                actions(
                    with(table.add("a.parquet"), body -> body.set("partitionValues", json("{}"))))),
        broken(
            "day = \"31.1.2026\" is no date",
            table ->
                actions(
                    with(
                        table.add("a.parquet"),
                        body -> body.set("partitionValues", json("{'day': '31.1.2026'}"))))),
        broken("no JSON", table -> actions(withField(table, "stats", "{oh"))),
        broken(
            "bound \"1\", which is no long",
            table -> actions(withBound(table, "minValues", "{'id': '1'}"))),
        broken(
            "bound 1.5, which is no long",
            table -> actions(withBound(table, "minValues", "{'id': 1.5}"))),
        broken(
            "least value 4 above 3", table -> actions(withBound(table, "minValues", "{'id': 4}"))),
        broken(
            "column ID is not in the schema",
            table -> actions(withBound(table, "nullCount", "{'ID': 0}"))),
        broken(
            "has 4 nulls in 3 rows", table -> actions(withBound(table, "nullCount", "{'id': 4}"))),
        broken(
            "a deletion vector needs numRecords",
            table ->
                actions(
                    with(
                        withVector(table.add("a.parquet"), table.vector(1)),
                        body -> body.remove("stats")))),
        broken(
            "numRecords is absent",
            table ->
                actions(
                    withStats(
                        withVector(table.add("a.parquet"), table.vector(1)),
                        stats -> stats.remove("numRecords")))),
        broken(
            "the descriptor has no cardinality",
            table ->
                actions(withDescriptor(table, descriptor -> descriptor.remove("cardinality")))),
        broken(
            "the vector holds 1 rows, its cardinality says 2",
            table ->
                actions(withDescriptor(table, descriptor -> descriptor.put("cardinality", 2)))),
        broken(
            "at offset 1 stands",
            table ->
                actions(withDescriptor(table, descriptor -> descriptor.put("sizeInBytes", 9)))),
        broken(
            "the vector deletes row 3 of a file of 3 rows",
            table -> actions(withVector(table.add("a.parquet"), table.vector(3)))),
        broken(
            "the checksum at offset 1 does not match",
            table -> {
              ObjectNode add = withVector(table.add("a.parquet"), table.vector(1));
              changeByte(table.folder().resolve(HandmadeTable.VECTOR_FILE), -1);
              return actions(add);
            }),
        broken(
            "has the format 2",
            table -> {
              ObjectNode add = withVector(table.add("a.parquet"), table.vector(1));
              changeByte(table.folder().resolve(HandmadeTable.VECTOR_FILE), 0);
              return actions(add);
            }),
        broken(
            "deletion_vector_00000000-0000-0000-0000-000000000000.bin does not exist",
            table -> {
              ObjectNode add = withVector(table.add("a.parquet"), table.vector(1));
              Files.delete(table.folder().resolve(HandmadeTable.VECTOR_FILE));
              return actions(add);
            }),
        broken(
            "application sink stands twice",
            table -> actions(transaction("sink", 1), transaction("sink", 2))),
        broken(
            "uses changeDataFeed",
            table ->
                actions(
                    with(
                        metaData(),
                        body ->
                            ((ObjectNode) body.get("configuration"))
                                .put("delta.enableChangeDataFeed", "true")))),
        broken(
            "uses timestampNtz",
            table ->
                actions(
                    with(
                        metaData(),
                        body ->
                            body.put(
                                "schemaString",
                                body.get("schemaString")
                                    .asText()
                                    .replace("\"string\"", "\"timestamp_ntz\""))))),
        broken(
            "uses rowTracking",
            table -> actions(with(table.add("a.parquet"), body -> body.put("baseRowId", 0)))),
        broken(
            "deletionVectors is a writerFeature, but no readerFeature",
            table ->
                actions(
                    with(
                        protocol(),
                        body -> body.set("readerFeatures", json("{'f': []}").get("f"))))),
        broken(
            "minReaderVersion 1 and readerFeatures disagree",
            table -> actions(with(protocol(), body -> body.put("minReaderVersion", 1)))),
        broken("does not exist", table -> actions(withField(table, "path", "gone.parquet"))),
        broken("bytes, not 7", table -> actions(with(table.add("a"), body -> body.put("size", 7)))),
        broken(
            "holds 3 rows, numRecords says 4",
            table -> actions(withStats(table.add("a"), stats -> stats.put("numRecords", 4)))),
        broken(
            "column id has 1 values below its least, 2",
            table -> actions(withBound(table, "minValues", "{'id': 2}"))),
        broken(
            "column name has 1 values above its greatest, \"n1\"",
            table -> actions(withBound(table, "maxValues", "{'name': 'n1'}"))),
        broken(
            "column name has 1 nulls, nullCount says 0",
            table -> actions(withBound(table, "nullCount", "{'name': 0}"))));
  }

  @ParameterizedTest
  @MethodSource("brokenCommits")
  void findsABrokenCommit(String message, Broken broken) throws Exception {
    table.create().commit(broken.actions(table));

    assertThat(TableLint.of(table.folder()).findings())
        .anySatisfy(
            finding -> {
              assertThat(finding.version()).isEqualTo(1);
              assertThat(finding.message()).contains(message);
            });
    assertThatThrownBy(() -> TableLint.of(table.folder()).assertClean())
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining(message)
        .hasMessageContaining(table.folder().toString());
  }

  @Test
  void findsAPathThatBecomesActiveTwice() throws Exception {
    ObjectNode add = table.add("a.parquet");
    table.create().commit(add).commit(withVector(add, table.vector(1)));

    assertFinds("the path would be there twice");
  }

  @Test
  void findsARemoveWithAnotherVectorThanTheActiveOne() throws Exception {
    ObjectNode add = table.add("a.parquet");
    table.create().commit(withVector(add, table.vector(1))).commit(remove("a.parquet"));

    assertFinds("remove of a.parquet, but active is a.parquet with vector u");
  }

  @Test
  void findsATransactionThatDoesNotAscend() throws Exception {
    table.create().commit(transaction("sink", 5)).commit(transaction("sink", 5));

    assertFinds("application sink goes from 5 to 5");
  }

  @Test
  void findsRowsLostFromAnAppendOnlyTable() throws Exception {
    table
        .commit(
            protocol(),
            with(
                metaData(),
                body -> ((ObjectNode) body.get("configuration")).put("delta.appendOnly", "true")))
        .commit(table.add("a.parquet"))
        .commit(remove("a.parquet"));

    assertFinds("append-only table loses the rows of a.parquet");
  }

  @Test
  void findsTimesThatDoNotAscendAndCommitsWithout() throws Exception {
    table
        .create()
        .commitExactly(json("{'commitInfo': {'inCommitTimestamp': 1000}}"))
        .commitExactly(transaction("sink", 1), json("{'commitInfo': {'inCommitTimestamp': 2}}"))
        .commitExactly(json("{'commitInfo': {}}"));

    assertThat(TableLint.of(table.folder()).findings())
        .extracting(Finding::message)
        .containsExactly(
            "1000 is not after 1000", "the first action is not commitInfo", "commitInfo has none");
  }

  @Test
  void findsALogWithAHoleAndOneWithoutABeginning() throws Exception {
    table.create().commit().commit();
    Files.delete(table.log("00000000000000000001.json"));
    assertFinds("is missing");

    Files.delete(table.log("00000000000000000000.json"));
    assertFinds("begins here, with no checkpoint");
  }

  @Test
  void findsALineThatIsNoJson() throws Exception {
    table.create().commit();
    Files.writeString(table.log("00000000000000000001.json"), "{\"add\": ");

    assertFinds("line 1 is no JSON");
  }

  @Test
  void findsAChecksumFileThatDisagrees() throws Exception {
    table.create().commit(table.add("a.parquet"), transaction("sink", 1));
    Files.writeString(
        table.log("00000000000000000001.crc"),
        json("{'tableSizeBytes': 1, 'numFiles': 2, 'numMetadata': 1, 'numProtocol': 1,"
                + " 'setTransactions': [{'appId': 'sink', 'version': 9}]}")
            .toString());

    assertThat(TableLint.of(table.folder()).findings())
        .extracting(Finding::message)
        .anyMatch(message -> message.contains("numFiles is 2, the log has 1"))
        .anyMatch(message -> message.contains("tableSizeBytes is 1"))
        .anyMatch(message -> message.contains("transactions are {sink=9}"));
  }

  @Test
  void findsACheckpointThatDisagrees() throws Exception {
    table.create().commit(table.add("a.parquet"), transaction("sink", 1));
    checkpoint("other.parquet", 3);

    assertThat(TableLint.of(table.folder()).findings())
        .extracting(Finding::message)
        .contains("holds other.parquet, which is not active", "lacks a.parquet")
        .anyMatch(message -> message.contains("application sink is at 3, the log has 1"))
        .anyMatch(message -> message.contains("holds 0 actions of kind protocol"));
  }

  @Test
  void findsACheckpointThatCannotBeRead() throws Exception {
    table.create();
    Files.writeString(table.log("00000000000000000000.checkpoint.parquet"), "no Parquet");

    assertFinds("cannot be read");
  }

  private void checkpoint(String path, long transaction) throws Exception {
    try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duckdb.createStatement()) {
      statement.execute(
          "COPY (SELECT {'path': '"
              + path
              + "', 'size': 1, 'modificationTime': 1, 'partitionValues': MAP {'day': '2026-01-31'}}"
              + " AS add, NULL AS txn UNION ALL SELECT NULL, {'appId': 'sink', 'version': "
              + transaction
              + "}) TO '"
              + table.log("00000000000000000001.checkpoint.parquet")
              + "' (FORMAT parquet)");
    }
  }

  private void assertFinds(String message) {
    assertThat(TableLint.of(table.folder()).findings())
        .extracting(Finding::message)
        .anySatisfy(found -> assertThat(found).contains(message));
  }

  private static Arguments broken(String message, Broken broken) {
    return Arguments.of(message, broken);
  }

  private static JsonNode[] actions(JsonNode... actions) {
    return actions;
  }

  private static ObjectNode withField(HandmadeTable table, String field, String value)
      throws IOException {
    return with(table.add("a.parquet"), body -> body.put(field, value));
  }

  private static ObjectNode without(HandmadeTable table, String field) throws IOException {
    return with(table.add("a.parquet"), body -> body.remove(field));
  }

  private static ObjectNode withBound(HandmadeTable table, String side, String values)
      throws IOException {
    return withStats(
        table.add("a.parquet"), stats -> ((ObjectNode) stats.get(side)).setAll(json(values)));
  }

  private static ObjectNode withVector(ObjectNode add, ObjectNode descriptor) {
    return withStats(
        with(add, body -> body.set("deletionVector", descriptor)),
        stats -> stats.put("tightBounds", false));
  }

  private static ObjectNode withDescriptor(
      HandmadeTable table, java.util.function.Consumer<ObjectNode> change) throws IOException {
    ObjectNode descriptor = table.vector(1);
    change.accept(descriptor);
    return withVector(table.add("a.parquet"), descriptor);
  }

  /** Adds one to a byte; negative positions count from the end. */
  private static void changeByte(Path file, int position) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[Math.floorMod(position, bytes.length)]++;
    Files.write(file, bytes);
  }
}
