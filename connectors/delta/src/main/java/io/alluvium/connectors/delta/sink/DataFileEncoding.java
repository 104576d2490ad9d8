package io.alluvium.connectors.delta.sink;

import io.alluvium.connectors.delta.kernel.DataFile;
import io.alluvium.connectors.delta.kernel.DeletionVector;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;

/**
 * Data files as bytes, in state and between operators. The format is part of every savepoint: a
 * change needs a new version in those who use it.
 */
@Internal
public final class DataFileEncoding {

  private DataFileEncoding() {}

  public static void write(DataOutputStream out, List<DataFile> files) throws IOException {
    out.writeInt(files.size());
    for (DataFile file : files) {
      write(out, file);
    }
  }

  public static List<DataFile> readList(DataInputStream in) throws IOException {
    int count = in.readInt();
    List<DataFile> files = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      files.add(read(in));
    }
    return files;
  }

  public static void write(DataOutputStream out, DataFile file) throws IOException {
    writeText(out, file.path());
    out.writeLong(file.size());
    out.writeLong(file.modificationTime());
    out.writeInt(file.partitionValues().size());
    for (Map.Entry<String, String> entry : file.partitionValues().entrySet()) {
      writeText(out, entry.getKey());
      writeText(out, entry.getValue());
    }
    writeText(out, file.statistics());
    DeletionVector vector = file.deletionVector();
    out.writeBoolean(vector != null);
    if (vector != null) {
      writeText(out, vector.storageType());
      writeText(out, vector.pathOrInlineDv());
      out.writeInt(vector.offset() == null ? -1 : vector.offset());
      out.writeInt(vector.sizeInBytes());
      out.writeLong(vector.cardinality());
    }
  }

  public static DataFile read(DataInputStream in) throws IOException {
    String path = readText(in);
    long size = in.readLong();
    long modificationTime = in.readLong();
    int partitions = in.readInt();
    Map<String, String> partitionValues = new LinkedHashMap<>();
    for (int i = 0; i < partitions; i++) {
      partitionValues.put(readText(in), readText(in));
    }
    String statistics = readText(in);
    return new DataFile(path, size, modificationTime, partitionValues, statistics, readVector(in));
  }

  @Nullable
  private static DeletionVector readVector(DataInputStream in) throws IOException {
    if (!in.readBoolean()) {
      return null;
    }
    String storageType = readText(in);
    String pathOrInline = readText(in);
    int offset = in.readInt();
    return new DeletionVector(
        storageType, pathOrInline, offset < 0 ? null : offset, in.readInt(), in.readLong());
  }

  public static void writeText(DataOutputStream out, @Nullable String text) throws IOException {
    if (text == null) {
      out.writeInt(-1);
    } else {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      out.writeInt(bytes.length);
      out.write(bytes);
    }
  }

  @Nullable
  public static String readText(DataInputStream in) throws IOException {
    int length = in.readInt();
    return length < 0 ? null : new String(in.readNBytes(length), StandardCharsets.UTF_8);
  }
}
