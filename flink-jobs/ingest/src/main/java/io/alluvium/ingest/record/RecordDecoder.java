package io.alluvium.ingest.record;

import javax.annotation.Nullable;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.StringData;

/** Decodes records of one format into declared columns. Not thread-safe. */
public interface RecordDecoder {
  /**
   * Sets the declared columns of the row: from the first field on, in their order, each of them, to
   * null where the record has no value that fits.
   *
   * @return JSON of what the columns do not hold; null where there is none
   * @throws UnreadableRecordException whatever is wrong with the bytes; the row is undefined then
   */
  @Nullable
  StringData decode(byte[] bytes, int offset, int length, GenericRowData row)
      throws UnreadableRecordException;
}
