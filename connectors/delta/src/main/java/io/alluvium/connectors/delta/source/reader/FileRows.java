package io.alluvium.connectors.delta.source.reader;

import io.alluvium.connectors.delta.kernel.DataFile;
import io.alluvium.connectors.delta.kernel.ReadColumn;
import io.alluvium.connectors.delta.kernel.RowPositions;
import java.util.Set;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.VarCharType;
import org.apache.flink.util.CloseableIterator;

/** Some rows of a file. */
sealed interface FileRows {
  // Parquet of tables with mixed types and texts is about so much smaller than rows in memory.
  long GROWTH = 6;

  DataFile file();

  CloseableIterator<RowData> read(TableFiles files, long version);

  /** A guess of their size in memory that is the same whenever it is made. */
  long bytesInMemory();

  /** Those that are not deleted. */
  record Live(DataFile file) implements FileRows {
    @Override
    public CloseableIterator<RowData> read(TableFiles files, long version) {
      return files.live(file, version);
    }

    @Override
    public long bytesInMemory() {
      return file.size() * GROWTH;
    }
  }

  /** Those at some positions. */
  record At(DataFile file, RowPositions positions) implements FileRows {
    private static final long BYTES_PER_ROW = 256;

    @Override
    public CloseableIterator<RowData> read(TableFiles files, long version) {
      return files.at(file, positions, version);
    }

    @Override
    public long bytesInMemory() {
      return positions.count() * BYTES_PER_ROW;
    }
  }

  /** Those of a file of the change data feed that tell of some types of change. */
  record Changed(DataFile file, Set<String> types) implements FileRows {
    private static final ReadColumn CHANGE_TYPE =
        ReadColumn.of("_change_type", VarCharType.STRING_TYPE);

    /** Each row has its type of change at its end. */
    @Override
    public CloseableIterator<RowData> read(TableFiles files, long version) {
      return new FilteredRows(
          files.liveWith(CHANGE_TYPE, file, version),
          row -> types.contains(row.getString(row.getArity() - 1).toString()));
    }

    @Override
    public long bytesInMemory() {
      return file.size() * GROWTH;
    }
  }
}
