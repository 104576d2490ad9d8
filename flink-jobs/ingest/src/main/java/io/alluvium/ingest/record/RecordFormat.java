package io.alluvium.ingest.record;

import java.io.Serializable;
import java.util.List;

/** How records are encoded. Part of a job's graph. */
public interface RecordFormat extends Serializable {
  /**
   * @param columns to decode into, in their order
   */
  RecordDecoder newDecoder(List<DeclaredColumn> columns);
}
