package io.alluvium.connectors.delta.maintenance;

import io.alluvium.connectors.delta.kernel.DataFile;
import io.alluvium.connectors.delta.kernel.DataFileReader;
import io.alluvium.connectors.delta.kernel.DeletionVector;
import io.alluvium.connectors.delta.kernel.DeltaSnapshot;
import io.alluvium.connectors.delta.kernel.DeltaTable;
import io.alluvium.connectors.delta.kernel.LogChange;
import io.alluvium.connectors.delta.kernel.OptimisticCommit;
import io.alluvium.connectors.delta.kernel.TableDescription;
import io.alluvium.connectors.delta.kernel.TablePaths;
import io.alluvium.connectors.delta.parquet.DataFileWriter;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.LongPredicate;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.util.CloseableIterator;

/**
 * A table of {@code (id, note, region)} partitioned by region, whose content tests know: note by
 * id.
 */
record MaintainedTable(String path) {
  static final RowType TYPE =
      (RowType)
          DataTypes.ROW(
                  DataTypes.FIELD("id", DataTypes.BIGINT()),
                  DataTypes.FIELD("note", DataTypes.STRING()),
                  DataTypes.FIELD("region", DataTypes.STRING()))
              .getLogicalType();
  private static final RowType STORED = new RowType(TYPE.getFields().subList(0, 2));

  static MaintainedTable create(Path folder) {
    return create(folder, Map.of());
  }

  static MaintainedTable create(Path folder, Map<String, String> moreProperties) {
    Map<String, String> properties = new TreeMap<>(moreProperties);
    properties.put("delta.enableDeletionVectors", "true");
    DeltaTable.at(folder.toString())
        .createIfAbsent(new TableDescription(TYPE, List.of("region"), List.of(), properties, ""));
    return new MaintainedTable(folder.toString());
  }

  DeltaTable delta() {
    return DeltaTable.at(path);
  }

  DeltaSnapshot latest() {
    return delta().snapshot();
  }

  TableMaintenance maintenance() {
    return TableMaintenance.of(path);
  }

  /** One file of these ids. */
  long append(String region, long... ids) throws IOException {
    return commit(List.of(write(region, "note", ids)), List.of());
  }

  /** A data file that no commit names. */
  DataFile write(String region, String note, long... ids) throws IOException {
    // As other engines name them: escaped once in the name, and again in the log.
    String folder = "region=" + region.replace("%", "%25").replace("/", "%2F");
    String name = folder + "/part-" + UUID.randomUUID() + ".parquet";
    try (DataFileWriter writer = new DataFileWriter(path, name, STORED)) {
      for (long id : ids) {
        writer.write(GenericRowData.of(id, StringData.fromString(note + id)));
      }
      DataFile file = writer.finish();
      return new DataFile(
          new URI(null, null, name, null).toASCIIString(),
          file.size(),
          file.modificationTime(),
          Map.of("region", region),
          file.statistics(),
          null);
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  /** Deletes rows by deletion vectors. */
  void delete(LongPredicate ids) {
    new OptimisticCommit(delta(), "DELETE").commit(snapshot -> deletion(snapshot, ids));
  }

  private Optional<LogChange> deletion(DeltaSnapshot snapshot, LongPredicate ids) {
    List<DataFile> added = new ArrayList<>();
    List<DataFile> removed = new ArrayList<>();
    for (DataFile file : snapshot.files()) {
      List<Long> deleted = positions(file, ids);
      long before = file.deletionVector() == null ? 0 : file.deletionVector().cardinality();
      if (deleted.size() > before) {
        removed.add(file);
        added.add(withVector(file, TestVectors.write(path, deleted)));
      }
    }
    return added.isEmpty() ? Optional.empty() : Optional.of(LogChange.ofRows(added, removed));
  }

  /** Of rows that match, and of those that are deleted already. */
  private List<Long> positions(DataFile file, LongPredicate ids) {
    List<Long> live = new ArrayList<>();
    forEachRow(List.of(file), row -> live.add(row.getLong(0)));
    List<Long> deleted = new ArrayList<>();
    long[] position = new long[1];
    forEachRow(
        List.of(withVector(file, null)),
        row -> {
          if (!live.contains(row.getLong(0)) || ids.test(row.getLong(0))) {
            deleted.add(position[0]);
          }
          position[0]++;
        });
    return deleted;
  }

  static DataFile withVector(DataFile file, DeletionVector vector) {
    return new DataFile(
        file.path(),
        file.size(),
        file.modificationTime(),
        file.partitionValues(),
        file.statistics(),
        vector);
  }

  long commit(List<DataFile> added, List<DataFile> removed) {
    return new OptimisticCommit(delta(), "TEST")
        .commit(snapshot -> Optional.of(LogChange.ofRows(added, removed)))
        .getAsLong();
  }

  /** Region and note by id; fails where an id is there twice. */
  Map<Long, String> content() {
    return content(latest());
  }

  Map<Long, String> content(DeltaSnapshot snapshot) {
    Map<Long, String> content = new TreeMap<>();
    forEachRow(
        snapshot.files(),
        row -> {
          String previous = content.put(row.getLong(0), row.getString(2) + "/" + row.getString(1));
          if (previous != null) {
            throw new AssertionError("id " + row.getLong(0) + " twice");
          }
        });
    return content;
  }

  private interface RowConsumer {
    void accept(RowData row);
  }

  private void forEachRow(List<DataFile> files, RowConsumer consumer) {
    DataFileReader reader = new DataFileReader(path, TYPE);
    for (DataFile file : files) {
      try (CloseableIterator<RowData> rows = reader.read(file)) {
        rows.forEachRemaining(consumer::accept);
      } catch (RuntimeException e) {
        throw e;
      } catch (Exception e) {
        throw new AssertionError(e);
      }
    }
  }

  /** As {@link #content()}, read by DuckDB from the files that the log names. */
  Map<Long, String> contentByDuckDb() throws Exception {
    TablePaths paths = new TablePaths(path);
    Map<Long, String> content = new TreeMap<>();
    try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duckdb.createStatement()) {
      for (DataFile file : latest().files()) {
        if (file.deletionVector() != null) {
          throw new AssertionError("DuckDB reads no deletion vectors");
        }
        String query = "SELECT id, note FROM '" + paths.pathOf(file) + "'";
        try (ResultSet rows = statement.executeQuery(query)) {
          while (rows.next()) {
            String value = file.partitionValues().get("region") + "/" + rows.getString(2);
            if (content.put(rows.getLong(1), value) != null) {
              throw new AssertionError("id " + rows.getLong(1) + " twice");
            }
          }
        }
      }
    }
    return content;
  }
}
