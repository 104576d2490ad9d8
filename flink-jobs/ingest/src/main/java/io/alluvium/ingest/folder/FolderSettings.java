package io.alluvium.ingest.folder;

import java.io.Serializable;
import java.time.Duration;
import javax.annotation.Nullable;

/**
 * A folder, and which of its files are taken when.
 *
 * @param path a Flink path, absolute
 * @param include a glob of paths within the folder; null for all
 * @param ready when a file is complete
 * @param remembered how long a file that has gone is remembered
 * @param replaced what becomes of a file that was read under its name before
 * @param pace time between two listings
 * @param bounded whether the job ends with the files that are there
 */
public record FolderSettings(
    String path,
    @Nullable String include,
    ReadyRule ready,
    Duration remembered,
    Replaced replaced,
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

  ArrivalRules rules() {
    return new ArrivalRules(ready, remembered);
  }

  /** The file's URI, as rows name it. */
  public String source(LandingFile file) {
    return path + (path.endsWith("/") ? "" : "/") + file.path();
  }
}
