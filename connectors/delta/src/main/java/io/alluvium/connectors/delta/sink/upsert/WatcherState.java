package io.alluvium.connectors.delta.sink.upsert;

import io.alluvium.connectors.delta.sink.DataFileEncoding;
import io.alluvium.connectors.delta.sink.UnknownVersionException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/**
 * How far the table's log was read.
 *
 * @param version that was read last
 * @param generation of the files that this job writes
 * @param nextForeignId for the next file that another writer adds
 * @param foreignIds ids of active files that this job did not write, by path
 * @param sink that wrote the state; empty where that is not known
 */
record WatcherState(
    long version,
    String generation,
    int nextForeignId,
    Map<String, Integer> foreignIds,
    String sink) {
  private static final int WITHOUT_SINK = 1;
  private static final int VERSION = 2;

  byte[] toBytes() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeInt(VERSION);
      out.writeLong(version);
      DataFileEncoding.writeText(out, generation);
      out.writeInt(nextForeignId);
      out.writeInt(foreignIds.size());
      for (Map.Entry<String, Integer> entry : foreignIds.entrySet()) {
        DataFileEncoding.writeText(out, entry.getKey());
        out.writeInt(entry.getValue());
      }
      DataFileEncoding.writeText(out, sink);
    }
    return bytes.toByteArray();
  }

  static WatcherState fromBytes(byte[] bytes) throws IOException {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      int written = in.readInt();
      if (written != WITHOUT_SINK) {
        UnknownVersionException.check("a position in a table's log", VERSION, written);
      }
      long version = in.readLong();
      String generation = DataFileEncoding.readText(in);
      int nextForeignId = in.readInt();
      int count = in.readInt();
      Map<String, Integer> foreignIds = new HashMap<>();
      for (int i = 0; i < count; i++) {
        foreignIds.put(DataFileEncoding.readText(in), in.readInt());
      }
      String sink = written == WITHOUT_SINK ? "" : DataFileEncoding.readText(in);
      return new WatcherState(version, generation, nextForeignId, foreignIds, sink);
    }
  }
}
