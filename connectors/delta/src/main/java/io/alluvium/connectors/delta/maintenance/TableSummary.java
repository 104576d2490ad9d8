package io.alluvium.connectors.delta.maintenance;

import io.alluvium.connectors.delta.kernel.DataFile;
import io.alluvium.connectors.delta.kernel.DeltaSnapshot;
import io.alluvium.connectors.delta.kernel.TableProtocol;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.table.types.logical.RowType;

/**
 * What a table is at one version, as its log says.
 *
 * @param path of the table's folder
 * @param timestamp of the version's commit, milliseconds since the epoch
 * @param comment empty where there is none
 * @param primaryKey empty where there is none
 * @param properties options of the connector and properties of Delta
 * @param files of which the version consists
 * @param bytes size of these files
 * @param rows of the version; empty where a file's statistics do not say
 * @param deadRows rows that lie in the files and are deleted
 */
@PublicEvolving
public record TableSummary(
    String path,
    long version,
    long timestamp,
    String comment,
    RowType columns,
    List<String> partitionColumns,
    List<String> primaryKey,
    Map<String, String> properties,
    TableProtocol protocol,
    long files,
    long bytes,
    OptionalLong rows,
    long deadRows) {

  static TableSummary of(String path, DeltaSnapshot table) {
    List<DataFile> files = table.files();
    return new TableSummary(
        path,
        table.version(),
        table.timestamp(),
        table.comment(),
        table.rowType(),
        table.partitionColumns(),
        table.primaryKey(),
        table.properties(),
        table.protocol(),
        files.size(),
        files.stream().mapToLong(DataFile::size).sum(),
        rows(files),
        files.stream()
            .filter(file -> file.deletionVector() != null)
            .mapToLong(file -> file.deletionVector().cardinality())
            .sum());
  }

  private static OptionalLong rows(List<DataFile> files) {
    long rows = 0;
    for (DataFile file : files) {
      OptionalLong ofFile = file.rowCount();
      if (ofFile.isEmpty()) {
        return OptionalLong.empty();
      }
      rows += ofFile.getAsLong();
    }
    return OptionalLong.of(rows);
  }
}
