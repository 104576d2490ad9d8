package io.alluvium.ingest.batch;

import java.util.Objects;
import org.apache.flink.api.connector.source.SourceSplit;

/**
 * A piece of work for one reader: a file, a range of a table, an address.
 *
 * @param id unique among the splits of a job
 * @param work what is to be read, in a form of the inlet's own
 * @param progress where reading goes on, in a form of the inlet's own; empty at the beginning
 */
public record WorkSplit(String id, String work, String progress) implements SourceSplit {
  public WorkSplit {
    Objects.requireNonNull(id);
    Objects.requireNonNull(work);
    Objects.requireNonNull(progress);
  }

  public static WorkSplit begin(String id, String work) {
    return new WorkSplit(id, work, "");
  }

  @Override
  public String splitId() {
    return id;
  }
}
