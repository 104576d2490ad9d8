package io.alluvium.connectors.delta.kernel;

import java.io.Serializable;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.flink.annotation.Internal;

/**
 * Which active files a commit replaces, whoever wrote them: those that are there when it is
 * committed.
 *
 * @param partition values of partition columns that a file must have, in the log's text form; empty
 *     for all files, null for a partition without value
 * @param onlyWritten whether, of these, only the files of partitions that the commit adds files to
 *     are replaced
 */
@Internal
public record Overwrite(Map<String, String> partition, boolean onlyWritten)
    implements Serializable {

  public Overwrite {
    partition = Collections.unmodifiableMap(new LinkedHashMap<>(partition));
  }

  /** All rows of the table. */
  public static Overwrite table() {
    return new Overwrite(Map.of(), false);
  }

  /** All rows with these values, also where there is nothing new. */
  public static Overwrite partitions(Map<String, String> partition) {
    return new Overwrite(partition, false);
  }

  /** Of the partitions with these values, exactly those that are written. */
  public static Overwrite written(Map<String, String> partition) {
    return new Overwrite(partition, true);
  }
}
