package io.alluvium.connectors.delta.source.split;

import io.alluvium.connectors.delta.kernel.DataFile;
import io.alluvium.connectors.delta.kernel.DeletionVector;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.flink.types.StringValue;

/** The binary form of a data file in the split state; statistics are left out. */
final class DataFileFormat {

  private DataFileFormat() {}

  // StringValue takes null, and texts beyond the 64 KiB of writeUTF: an inline vector may be long.
  static void write(DataFile file, DataOutput out) throws IOException {
    StringValue.writeString(file.path(), out);
    out.writeLong(file.size());
    out.writeLong(file.modificationTime());
    out.writeInt(file.partitionValues().size());
    for (Map.Entry<String, String> value : file.partitionValues().entrySet()) {
      StringValue.writeString(value.getKey(), out);
      StringValue.writeString(value.getValue(), out);
    }
    DeletionVector vector = file.deletionVector();
    out.writeBoolean(vector != null);
    if (vector != null) {
      writeVector(vector, out);
    }
  }

  static DataFile read(DataInput in) throws IOException {
    String path = StringValue.readString(in);
    long size = in.readLong();
    long modificationTime = in.readLong();
    int values = in.readInt();
    Map<String, String> partitionValues = new LinkedHashMap<>(values * 2);
    for (int i = 0; i < values; i++) {
      partitionValues.put(StringValue.readString(in), StringValue.readString(in));
    }
    DeletionVector vector = in.readBoolean() ? readVector(in) : null;
    return new DataFile(path, size, modificationTime, partitionValues, null, vector);
  }

  private static void writeVector(DeletionVector vector, DataOutput out) throws IOException {
    StringValue.writeString(vector.storageType(), out);
    StringValue.writeString(vector.pathOrInlineDv(), out);
    Integer offset = vector.offset();
    out.writeBoolean(offset != null);
    out.writeInt(offset == null ? 0 : offset);
    out.writeInt(vector.sizeInBytes());
    out.writeLong(vector.cardinality());
  }

  private static DeletionVector readVector(DataInput in) throws IOException {
    String storageType = StringValue.readString(in);
    String pathOrInlineDv = StringValue.readString(in);
    boolean hasOffset = in.readBoolean();
    int offset = in.readInt();
    return new DeletionVector(
        storageType, pathOrInlineDv, hasOffset ? offset : null, in.readInt(), in.readLong());
  }
}
