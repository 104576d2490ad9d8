package io.alluvium.connectors.delta.sink;

import io.alluvium.connectors.delta.kernel.CommitTerms;
import io.alluvium.connectors.delta.kernel.Overwrite;
import io.alluvium.connectors.delta.kernel.TableDescription;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.annotation.Nullable;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.utils.LogicalTypeParser;

/**
 * Descriptions of tables and terms of commits as bytes, in state and between operators. As with
 * {@link DataFileEncoding}, a change needs a new version in those who use it.
 */
final class TableEncoding {

  private TableEncoding() {}

  static void writeDescription(DataOutputStream out, @Nullable TableDescription description)
      throws IOException {
    out.writeBoolean(description != null);
    if (description != null) {
      writeType(out, description.rowType());
      writeTexts(out, description.partitionColumns());
      writeTexts(out, description.primaryKey());
      writeMap(out, description.properties());
      DataFileEncoding.writeText(out, description.comment());
    }
  }

  @Nullable
  static TableDescription readDescription(DataInputStream in) throws IOException {
    if (!in.readBoolean()) {
      return null;
    }
    RowType rowType = readType(in);
    List<String> partitionColumns = readTexts(in);
    List<String> primaryKey = readTexts(in);
    Map<String, String> properties = readMap(in);
    return new TableDescription(
        rowType, partitionColumns, primaryKey, properties, DataFileEncoding.readText(in));
  }

  static void writeTerms(DataOutputStream out, CommitTerms terms) throws IOException {
    Overwrite overwrite = terms.overwrite();
    out.writeBoolean(overwrite != null);
    if (overwrite != null) {
      writeMap(out, overwrite.partition());
      out.writeBoolean(overwrite.onlyWritten());
    }
    out.writeInt(terms.columns().size());
    for (RowType columns : terms.columns()) {
      writeType(out, columns);
    }
  }

  static CommitTerms readTerms(DataInputStream in) throws IOException {
    Overwrite overwrite = null;
    if (in.readBoolean()) {
      Map<String, String> partition = readMap(in);
      overwrite = new Overwrite(partition, in.readBoolean());
    }
    int count = in.readInt();
    List<RowType> columns = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      columns.add(readType(in));
    }
    return new CommitTerms(overwrite, columns);
  }

  private static void writeType(DataOutputStream out, RowType type) throws IOException {
    DataFileEncoding.writeText(out, type.asSerializableString());
  }

  private static RowType readType(DataInputStream in) throws IOException {
    return (RowType)
        LogicalTypeParser.parse(
            DataFileEncoding.readText(in), TableEncoding.class.getClassLoader());
  }

  private static void writeTexts(DataOutputStream out, List<String> texts) throws IOException {
    out.writeInt(texts.size());
    for (String text : texts) {
      DataFileEncoding.writeText(out, text);
    }
  }

  private static List<String> readTexts(DataInputStream in) throws IOException {
    int count = in.readInt();
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      texts.add(DataFileEncoding.readText(in));
    }
    return texts;
  }

  private static void writeMap(DataOutputStream out, Map<String, String> map) throws IOException {
    out.writeInt(map.size());
    for (Map.Entry<String, String> entry : map.entrySet()) {
      DataFileEncoding.writeText(out, entry.getKey());
      DataFileEncoding.writeText(out, entry.getValue());
    }
  }

  private static Map<String, String> readMap(DataInputStream in) throws IOException {
    int count = in.readInt();
    Map<String, String> map = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      String key = DataFileEncoding.readText(in);
      map.put(key, DataFileEncoding.readText(in));
    }
    return map;
  }
}
