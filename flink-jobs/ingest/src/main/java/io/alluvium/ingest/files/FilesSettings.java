package io.alluvium.ingest.files;

import io.alluvium.ingest.folder.FolderSettings;
import io.alluvium.ingest.record.DeclaredColumn;
import java.io.Serializable;
import java.util.List;
import javax.annotation.Nullable;

/**
 * What a definition says of files of records.
 *
 * @param folder in which they land
 * @param format of the files
 * @param csv of CSV files; null for other formats
 * @param columns of the records
 * @param maxRecordBytes a larger record is a dead letter
 */
record FilesSettings(
    FolderSettings folder,
    FileFormat format,
    @Nullable CsvSettings csv,
    List<DeclaredColumn> columns,
    int maxRecordBytes)
    implements Serializable {

  FilesSettings {
    columns = List.copyOf(columns);
  }
}
