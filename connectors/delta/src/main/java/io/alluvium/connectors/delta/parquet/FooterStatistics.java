package io.alluvium.connectors.delta.parquet;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.LogicalTypeRoot;
import org.apache.flink.table.types.logical.RowType;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.ColumnPath;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;

/**
 * A file's statistics in the log's form (Delta protocol, "Per-file Statistics"), made of those that
 * Parquet collected while it wrote: looking at every value once is enough.
 *
 * <p>Fields of rows have statistics of their own. Arrays and maps have none: Parquet counts the
 * nulls of their elements, not their own.
 */
final class FooterStatistics {
  private static final JsonFactory JSON = new JsonFactory();

  private final RowType columns;
  private final StatisticsColumns included;
  private final Map<ColumnPath, Statistics<?>> byPath = new HashMap<>();
  private long rows;

  /** Writes one kind of a column's statistics, or nothing where there is none. */
  private interface StatisticWriter {
    void write(JsonGenerator json, String name, LogicalType type, Statistics<?> statistics)
        throws IOException;
  }

  FooterStatistics(RowType columns, StatisticsColumns included, ParquetMetadata footer) {
    this.columns = columns;
    this.included = included;
    for (BlockMetaData block : footer.getBlocks()) {
      rows += block.getRowCount();
      for (ColumnChunkMetaData chunk : block.getColumns()) {
        Statistics<?> statistics = chunk.getStatistics();
        byPath.merge(
            chunk.getPath(),
            statistics,
            (all, one) -> {
              Statistics<?> merged = all.copy();
              merged.mergeStatistics(one);
              return merged;
            });
      }
    }
  }

  String toJson() {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      json.writeNumberField("numRecords", rows);
      writeAll(json, "minValues", Bounds::writeMin);
      writeAll(json, "maxValues", Bounds::writeMax);
      writeAll(
          json,
          "nullCount",
          (out, name, type, statistics) -> out.writeNumberField(name, statistics.getNumNulls()));
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private void writeAll(JsonGenerator json, String kind, StatisticWriter writer)
      throws IOException {
    json.writeObjectFieldStart(kind);
    writeFields(json, columns, new String[0], 0, writer);
    json.writeEndObject();
  }

  /** Returns the ordinal of the next leaf. */
  private int writeFields(
      JsonGenerator json,
      RowType rowType,
      String[] prefix,
      int firstOrdinal,
      StatisticWriter writer)
      throws IOException {
    int ordinal = firstOrdinal;
    for (RowType.RowField field : rowType.getFields()) {
      String[] path = Arrays.copyOf(prefix, prefix.length + 1);
      path[prefix.length] = field.getName();
      if (field.getType() instanceof RowType nested) {
        json.writeObjectFieldStart(field.getName());
        ordinal = writeFields(json, nested, path, ordinal, writer);
        json.writeEndObject();
      } else {
        if (included.include(ordinal, String.join(".", path)) && !isRepeated(field.getType())) {
          Statistics<?> statistics = byPath.get(ColumnPath.get(path));
          if (statistics != null) {
            writer.write(json, field.getName(), field.getType(), statistics);
          }
        }
        ordinal++;
      }
    }
    return ordinal;
  }

  private static boolean isRepeated(LogicalType type) {
    return type.is(LogicalTypeRoot.ARRAY) || type.is(LogicalTypeRoot.MAP);
  }
}
