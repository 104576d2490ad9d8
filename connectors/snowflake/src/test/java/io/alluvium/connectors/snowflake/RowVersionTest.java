package io.alluvium.connectors.snowflake;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDateTime;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.TimestampType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RowVersionTest {
  private static final RowType ROW_TYPE =
      RowType.of(new LogicalType[] {new TimestampType(9)}, new String[] {"at"});

  @ParameterizedTest
  @CsvSource({
    "1970-01-01T00:00:00.000001999, 1",
    "1969-12-31T23:59:59.999998001, -2",
    "2026-11-27T18:00:00.123456, 1795802400123456",
    // Beyond what nanoseconds could count.
    "9999-12-31T23:59:59.999999, 253402300799999999",
    "0001-01-01T00:00:00, -62135596800000000",
  })
  void countsMicrosecondsInAnyYear(LocalDateTime time, long expected) {
    RowVersion version = RowVersion.of("at", ROW_TYPE);
    assertThat(version.of(GenericRowData.of(TimestampData.fromLocalDateTime(time))))
        .isEqualTo(expected);
  }
}
