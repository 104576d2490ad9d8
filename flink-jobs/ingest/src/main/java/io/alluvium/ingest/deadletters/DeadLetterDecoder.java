package io.alluvium.ingest.deadletters;

import io.alluvium.ingest.record.UnreadableRecordException;
import java.util.List;
import org.apache.flink.table.data.RowData;

/** Decodes dead letters of one inlet, as its definition is now. Not thread-safe. */
public interface DeadLetterDecoder {
  /**
   * @return the rows of the inlet's table that the letter holds, as they would have been had they
   *     been decoded in the first place: {@code _position} and {@code _source} are the letter's
   * @throws UnreadableRecordException where it still cannot be decoded
   */
  List<RowData> decode(DeadLetter letter) throws UnreadableRecordException;
}
