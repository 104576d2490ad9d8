package io.alluvium.ingest.deadletters;

import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.ingest.record.ErrorClass;
import io.alluvium.ingest.record.UnreadableRecordException;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.junit.jupiter.api.Test;

class DeadLetterTest {
  @Test
  void isTheSameAgainFromItsRow() {
    DeadLetter letter =
        DeadLetter.of(
            new UnreadableRecordException(ErrorClass.MALFORMED, "not JSON\nat all"),
            new DeadLetterOrigin(
                StringData.fromString("readings"),
                StringData.fromString("topic"),
                StringData.fromString("topic-1-2"),
                2L,
                StringData.fromString("{}"),
                null,
                TimestampData.fromEpochMillis(5)),
            new byte[] {1});
    assertThat(letter.errorClass()).hasToString("malformed");
    assertThat(letter.reason()).hasToString("not JSON");
    assertThat(letter.toRow().getArity()).isEqualTo(DeadLetter.ROW_TYPE.getFieldCount());
    assertThat(DeadLetter.fromRow(letter.toRow())).usingRecursiveComparison().isEqualTo(letter);
  }
}
