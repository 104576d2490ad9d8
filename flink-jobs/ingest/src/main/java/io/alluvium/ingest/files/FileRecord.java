package io.alluvium.ingest.files;

import io.alluvium.ingest.record.UnreadableRecordException;
import javax.annotation.Nullable;

/**
 * A record of a file, not decoded yet.
 *
 * @param number of the line that it begins at, or of the record where a file has no lines; from 1
 * @param bytes of the record, in the form that the format's decoder takes
 * @param problem why the record cannot be decoded at all; null where it may be
 */
record FileRecord(long number, byte[] bytes, @Nullable UnreadableRecordException problem) {

  static FileRecord of(long number, byte[] bytes) {
    return new FileRecord(number, bytes, null);
  }
}
