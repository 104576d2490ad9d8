package io.alluvium.connectors.delta.sink.upsert;

import io.alluvium.connectors.delta.kernel.DataFile;
import io.alluvium.connectors.delta.parquet.DataFileFormat;
import io.alluvium.connectors.delta.parquet.DataFileWriter;
import io.alluvium.connectors.delta.sink.partition.PartitionOfRow;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.binary.BinaryRowData;
import org.apache.flink.table.runtime.typeutils.RowDataSerializer;
import org.roaringbitmap.RoaringBitmap;

/**
 * Brings rows that a commit moves up to what another writer did to their originals.
 *
 * <p>The moved copy stays in its place, for that is what the index names, and the other writer's
 * copy is deleted. Where the two differ, the file of the moved copies is written again with the
 * other's rows in the same places, under a name that tells the same id.
 */
final class MovedRowsElsewhere {
  private final UpsertSettings settings;
  private final RowDataSerializer serializer;

  MovedRowsElsewhere(UpsertSettings settings) {
    this.settings = settings;
    this.serializer = new RowDataSerializer(settings.rowType());
  }

  /**
   * Adds rows to delete to {@code deleted}, by path, and returns the files that are to stand in
   * place of {@code written}.
   *
   * @param keys of rows that others took away from where they are moved from
   * @param active files of the table
   * @param deleted rows of active files, those that others gave for the keys included
   */
  List<DataFile> settle(
      Set<BinaryRowData> keys,
      List<DataFile> active,
      List<DataFile> written,
      Map<String, RoaringBitmap> deleted)
      throws IOException {
    Map<BinaryRowData, BinaryRowData> others = new HashMap<>();
    KeysOfFile wanted = KeysOfFile.wholeRows(settings, keys::contains);
    for (DataFile file : active) {
      RoaringBitmap given = deleted.get(file.path());
      if (given != null) {
        wanted.visit(
            file,
            given::contains,
            (number, key, row) -> others.put(key, serializer.toBinaryRow(row).copy()));
      }
    }
    List<DataFile> settled = new ArrayList<>();
    for (DataFile file : written) {
      settled.add(settle(file, keys, others, deleted));
    }
    return settled;
  }

  private DataFile settle(
      DataFile file,
      Set<BinaryRowData> keys,
      Map<BinaryRowData, BinaryRowData> others,
      Map<String, RoaringBitmap> deleted)
      throws IOException {
    RoaringBitmap gone = new RoaringBitmap();
    List<RowData> rows = new ArrayList<>();
    boolean[] differs = new boolean[1];
    KeysOfFile.wholeRows(settings, key -> true)
        .visit(
            file,
            number -> true,
            (number, key, row) -> {
              BinaryRowData copy = serializer.toBinaryRow(row).copy();
              BinaryRowData other = others.get(key);
              if (other == null && keys.contains(key)) {
                gone.add(number);
              }
              differs[0] |= other != null && !other.equals(copy);
              rows.add(other == null ? copy : other);
            });
    DataFile standing = differs[0] ? write(file, rows) : file;
    if (!gone.isEmpty()) {
      deleted.put(standing.path(), gone);
    }
    return standing;
  }

  private DataFile write(DataFile original, List<RowData> rows) throws IOException {
    Map<String, String> partition = original.partitionValues();
    try (DataFileFormat format = settings.layout().newFormat();
        DataFileWriter writer =
            format.newFile(
                settings.tablePath(),
                PartitionOfRow.folder(partition),
                FileNames.again(original.path()),
                partition)) {
      for (RowData row : rows) {
        writer.write(row);
      }
      return writer.finish();
    }
  }
}
