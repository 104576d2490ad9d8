package io.alluvium.ingest.batch;

import io.alluvium.ingest.bronze.BronzeMetadata;
import io.alluvium.ingest.bronze.BronzeOperation;
import io.alluvium.ingest.deadletters.DeadLetter;
import io.alluvium.ingest.deadletters.DeadLetterDecoder;
import io.alluvium.ingest.record.ErrorClass;
import io.alluvium.ingest.record.RecordDecoder;
import io.alluvium.ingest.record.UnreadableRecordException;
import java.util.List;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;

/** Makes bronze rows of dead letters that hold one record each. Not thread-safe. */
public final class LetterDecoder implements DeadLetterDecoder {
  private final BronzeTarget target;
  private final Decoders decoders;

  public LetterDecoder(BronzeTarget target, Decoders decoders) {
    this.target = target;
    this.decoders = decoders;
  }

  /** Gives each letter what decodes its record. */
  public interface Decoders {
    /**
     * @throws UnreadableRecordException where nothing can
     */
    RecordDecoder of(DeadLetter letter) throws UnreadableRecordException;
  }

  @Override
  public List<RowData> decode(DeadLetter letter) throws UnreadableRecordException {
    byte[] record = letter.bytes();
    if (record == null) {
      // Such as that of a file that was damaged.
      throw new UnreadableRecordException(
          ErrorClass.of(letter.errorClass().toString()).orElse(ErrorClass.EMPTY),
          "the letter holds no record");
    }
    GenericRowData row = target.schema().newRow();
    StringData rescued = decoders.of(letter).decode(record, 0, record.length, row);
    target
        .schema()
        .setMetadata(
            row,
            new BronzeMetadata(
                BronzeOperation.CREATE,
                letter.source(),
                letter.position(),
                letter.sequence(),
                letter.sourceTime(),
                TimestampData.fromEpochMillis(System.currentTimeMillis())),
            null,
            rescued);
    return List.of(row);
  }
}
