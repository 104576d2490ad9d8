package io.alluvium.connectors.delta.lint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.Consumer;
import java.util.zip.CRC32;
import org.roaringbitmap.RoaringBitmap;

/**
 * A table written by hand, action by action: with columns {@code id} (long), {@code name} (string)
 * and {@code day} (date, the partition column), and files of the ids 1 to 3.
 */
final class HandmadeTable {
  static final String VECTOR_FILE = "deletion_vector_00000000-0000-0000-0000-000000000000.bin";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MAGIC = 1681511377;
  private static final String SCHEMA =
      "{\"type\":\"struct\",\"fields\":["
          + "{\"name\":\"id\",\"type\":\"long\",\"nullable\":false,\"metadata\":{}},"
          + "{\"name\":\"name\",\"type\":\"string\",\"nullable\":true,\"metadata\":{}},"
          + "{\"name\":\"day\",\"type\":\"date\",\"nullable\":true,\"metadata\":{}}]}";

  private final Path folder;
  private long version;

  HandmadeTable(Path folder) throws IOException {
    this.folder = folder;
    Files.createDirectories(folder.resolve(LogFolder.NAME));
  }

  Path folder() {
    return folder;
  }

  Path log(String file) {
    return folder.resolve(LogFolder.NAME).resolve(file);
  }

  static ObjectNode json(String text) {
    try {
      return (ObjectNode) JSON.readTree(text.replace('\'', '"'));
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  /** Commits the next version; its commitInfo, with a timestamp of the version, comes by itself. */
  HandmadeTable commit(JsonNode... actions) throws IOException {
    JsonNode[] all = new JsonNode[actions.length + 1];
    all[0] = json("{'commitInfo': {'inCommitTimestamp': " + (1000 + version) + "}}");
    System.arraycopy(actions, 0, all, 1, actions.length);
    return commitExactly(all);
  }

  HandmadeTable commitExactly(JsonNode... actions) throws IOException {
    StringBuilder lines = new StringBuilder();
    for (JsonNode action : actions) {
      lines.append(action).append('\n');
    }
    Files.writeString(log(String.format("%020d.json", version++)), lines);
    return this;
  }

  /** Version 0: protocol and metadata, with deletion vectors and in-commit timestamps. */
  HandmadeTable create() throws IOException {
    return commit(protocol(), metaData());
  }

  static ObjectNode protocol() {
    return json(
        "{'protocol': {'minReaderVersion': 3, 'minWriterVersion': 7,"
            + " 'readerFeatures': ['deletionVectors'],"
            + " 'writerFeatures': ['deletionVectors', 'inCommitTimestamp', 'appendOnly']}}");
  }

  static ObjectNode metaData() {
    ObjectNode action =
        json(
            "{'metaData': {'id': 'a', 'format': {'provider': 'parquet', 'options': {}},"
                + " 'partitionColumns': ['day'],"
                + " 'configuration': {'delta.enableInCommitTimestamps': 'true',"
                + " 'delta.enableDeletionVectors': 'true'}}}");
    ((ObjectNode) action.get("metaData")).put("schemaString", SCHEMA);
    return action;
  }

  /** Writes a data file and returns its add. */
  ObjectNode add(String name) throws IOException {
    Path file = folder.resolve(name);
    try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duckdb.createStatement()) {
      statement.execute(
          "COPY (SELECT i AS id, CASE WHEN i < 3 THEN 'n' || i END AS name FROM range(1, 4) r(i)) TO '"
              + file
              + "' (FORMAT parquet)");
    } catch (SQLException e) {
      throw new IOException(e);
    }
    ObjectNode action =
        json(
            "{'add': {'path': '"
                + name
                + "', 'partitionValues': {'day': '2026-01-31'}, 'size': "
                + Files.size(file)
                + ", 'modificationTime': 1, 'dataChange': true}}");
    ((ObjectNode) action.get("add"))
        .put(
            "stats",
            json("{'numRecords': 3, 'minValues': {'id': 1, 'name': 'n1'},"
                    + " 'maxValues': {'id': 3, 'name': 'n2'},"
                    + " 'nullCount': {'id': 0, 'name': 1}}")
                .toString());
    return action;
  }

  static ObjectNode remove(String name) {
    return json("{'remove': {'path': '" + name + "', 'deletionTimestamp': 1, 'dataChange': true}}");
  }

  static ObjectNode transaction(String application, long number) {
    return json("{'txn': {'appId': '" + application + "', 'version': " + number + "}}");
  }

  /** Writes a vector file that deletes the rows, and returns its descriptor. */
  ObjectNode vector(int... rows) throws IOException {
    byte[] payload = payload(rows);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(1);
      out.writeInt(payload.length);
      out.write(payload);
      CRC32 checksum = new CRC32();
      checksum.update(payload);
      out.writeInt((int) checksum.getValue());
    }
    Files.write(folder.resolve(VECTOR_FILE), bytes.toByteArray());
    return json(
        "{'storageType': 'u', 'pathOrInlineDv': '00000000000000000000', 'offset': 1,"
            + " 'sizeInBytes': "
            + payload.length
            + ", 'cardinality': "
            + rows.length
            + "}");
  }

  private static byte[] payload(int... rows) {
    RoaringBitmap bitmap = RoaringBitmap.bitmapOf(rows);
    ByteBuffer payload =
        ByteBuffer.allocate(16 + bitmap.serializedSizeInBytes()).order(ByteOrder.LITTLE_ENDIAN);
    payload.putInt(MAGIC).putLong(1).putInt(0);
    bitmap.serialize(payload);
    return payload.array();
  }

  /** An action with its body changed. */
  static ObjectNode with(ObjectNode action, Consumer<ObjectNode> change) {
    ObjectNode changed = action.deepCopy();
    change.accept((ObjectNode) changed.elements().next());
    return changed;
  }

  /** An add whose statistics are changed. */
  static ObjectNode withStats(ObjectNode add, Consumer<ObjectNode> change) {
    return with(
        add,
        body -> {
          ObjectNode stats = json(body.get("stats").asText());
          change.accept(stats);
          body.put("stats", stats.toString());
        });
  }
}
