package io.alluvium.cdc.mysql;

import io.alluvium.cdc.capture.TableName;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javax.annotation.Nullable;

/** How the parts of state are written. */
final class StateCodec {
  private static final byte CHUNK = 0;
  private static final byte STREAM = 1;

  private StateCodec() {}

  static void writeSplit(MySqlSplit split, DataOutput out) throws IOException {
    if (split instanceof MySqlSplit.Chunk chunk) {
      out.writeByte(CHUNK);
      out.writeInt(chunk.number());
      writeTable(chunk.table(), out);
      writeOptional(chunk.key(), out);
      writeOptional(chunk.above(), out);
      writeOptional(chunk.upTo(), out);
      out.writeBoolean(chunk.done());
    } else {
      StreamProgress progress = ((MySqlSplit.Stream) split).progress();
      out.writeByte(STREAM);
      writePosition(progress.position(), out);
      out.writeLong(progress.done());
      writeOptional(progress.transaction(), out);
      writeTables(progress.created(), out);
    }
  }

  static MySqlSplit readSplit(DataInput in) throws IOException {
    return in.readByte() == CHUNK
        ? new MySqlSplit.Chunk(
            in.readInt(),
            readTable(in),
            readOptional(in),
            readOptional(in),
            readOptional(in),
            in.readBoolean())
        : new MySqlSplit.Stream(
            new StreamProgress(readPosition(in), in.readLong(), readOptional(in), readTables(in)));
  }

  static void writePosition(BinlogPosition position, DataOutput out) throws IOException {
    writeText(position.file(), out);
    out.writeLong(position.offset());
  }

  static BinlogPosition readPosition(DataInput in) throws IOException {
    return new BinlogPosition(readText(in), in.readLong());
  }

  static void writeTables(Collection<TableName> tables, DataOutput out) throws IOException {
    out.writeInt(tables.size());
    for (TableName table : tables) {
      writeTable(table, out);
    }
  }

  static Set<TableName> readTables(DataInput in) throws IOException {
    Set<TableName> tables = new LinkedHashSet<>();
    for (int count = in.readInt(); count > 0; count--) {
      tables.add(readTable(in));
    }
    return tables;
  }

  static void writeChunks(Collection<MySqlSplit.Chunk> chunks, DataOutput out) throws IOException {
    out.writeInt(chunks.size());
    for (MySqlSplit.Chunk chunk : chunks) {
      writeSplit(chunk, out);
    }
  }

  static List<MySqlSplit.Chunk> readChunks(DataInput in) throws IOException {
    List<MySqlSplit.Chunk> chunks = new ArrayList<>();
    for (int count = in.readInt(); count > 0; count--) {
      chunks.add((MySqlSplit.Chunk) readSplit(in));
    }
    return chunks;
  }

  private static void writeTable(TableName table, DataOutput out) throws IOException {
    writeText(table.schema(), out);
    writeText(table.table(), out);
  }

  private static TableName readTable(DataInput in) throws IOException {
    return new TableName(readText(in), readText(in));
  }

  private static void writeOptional(@Nullable String text, DataOutput out) throws IOException {
    out.writeBoolean(text != null);
    if (text != null) {
      writeText(text, out);
    }
  }

  @Nullable
  private static String readOptional(DataInput in) throws IOException {
    return in.readBoolean() ? readText(in) : null;
  }

  private static void writeText(String text, DataOutput out) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static String readText(DataInput in) throws IOException {
    byte[] bytes = new byte[in.readInt()];
    in.readFully(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
