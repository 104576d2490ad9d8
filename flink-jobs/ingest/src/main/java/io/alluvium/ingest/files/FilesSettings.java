package io.alluvium.ingest.files;

import io.alluvium.ingest.record.DeclaredColumn;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import javax.annotation.Nullable;

/**
 * What a definition says of a folder in which files land.
 *
 * @param folder a Flink path, absolute
 * @param include a glob of paths within the folder; null for all
 * @param format of the files
 * @param csv of CSV files; null for other formats
 * @param columns of the records
 * @param ready when a file is complete
 * @param remembered how long a file that has gone is remembered
 * @param replaced what becomes of a file that was read under its name before
 * @param maxRecordBytes a larger record is a dead letter
 * @param pace time between two listings
 * @param bounded whether the job ends with the files that are there
 */
public record FilesSettings(
    String folder,
    @Nullable String include,
    FileFormat format,
    @Nullable CsvSettings csv,
    List<DeclaredColumn> columns,
    ReadyRule ready,
    Duration remembered,
    Replaced replaced,
    int maxRecordBytes,
    Duration pace,
    boolean bounded)
    implements Serializable {

  /** What becomes of a file that was read under its name before, with other content. */
  public enum Replaced {
    /** It is read again, whole. */
    READ,
    /** It is a dead letter. */
    REFUSE
  }

  public FilesSettings {
    columns = List.copyOf(columns);
  }

  ArrivalRules rules() {
    return new ArrivalRules(ready, remembered);
  }
}
