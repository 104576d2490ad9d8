package io.alluvium.connectors.delta.sink;

import java.io.IOException;
import java.nio.file.Path;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.io.LocalInputFile;

/** What data files look like inside. */
final class ParquetFiles {

  private ParquetFiles() {}

  static int rowGroups(Path file) throws IOException {
    return footer(file).getBlocks().size();
  }

  static ParquetMetadata footer(Path file) throws IOException {
    try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(file))) {
      return reader.getFooter();
    }
  }

  static String codec(Path file) throws IOException {
    BlockMetaData block = footer(file).getBlocks().get(0);
    return block.getColumns().get(0).getCodec().name();
  }
}
