package io.alluvium.cli.table;

import io.alluvium.connectors.delta.maintenance.TableMaintenance;
import io.alluvium.connectors.delta.maintenance.TableSummary;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.table.types.logical.RowType;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code alluvium table describe}. */
@Command(
    name = "describe",
    description =
        "Shows a table's columns, partitions, key, properties, what readers and writers must know,"
            + " and how many files and rows it has.")
final class DescribeCommand extends OneTable {
  @Option(
      names = "--version",
      paramLabel = "N",
      description = "An older version. Default: the latest.")
  private Long version;

  @Override
  int run(TableMaintenance maintenance) throws IOException {
    TableSummary summary = version == null ? maintenance.describe() : maintenance.describe(version);
    print(
        new Outcome()
            .with("table", table())
            .with("path", summary.path())
            .with("comment", summary.comment())
            .with("version", summary.version())
            .with("committed", Instant.ofEpochMilli(summary.timestamp()))
            .with("columns", columns(summary.columns()))
            .with("partitioned_by", summary.partitionColumns().toArray())
            .with("primary_key", summary.primaryKey().toArray())
            .with("properties", new TreeMap<>(summary.properties()))
            .with("min_reader_version", summary.protocol().minReaderVersion())
            .with("min_writer_version", summary.protocol().minWriterVersion())
            .with("reader_features", summary.protocol().readerFeatures().toArray())
            .with("writer_features", summary.protocol().writerFeatures().toArray())
            .with("files", summary.files())
            .with("bytes", summary.bytes())
            .with("rows", summary.rows().isPresent() ? summary.rows().getAsLong() : null)
            .with("dead_rows", summary.deadRows()));
    return DONE;
  }

  private static Object[] columns(RowType columns) {
    return columns.getFields().stream().map(DescribeCommand::column).toArray();
  }

  private static Map<String, Object> column(RowType.RowField field) {
    Map<String, Object> column = new LinkedHashMap<>();
    column.put("name", field.getName());
    column.put("type", field.getType().asSummaryString());
    column.put("comment", field.getDescription().orElse(""));
    return column;
  }
}
