package io.alluvium.cdc.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PostgresTypesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "bool|-1|BOOLEAN",
        "int2|-1|SMALLINT",
        "int4|-1|INT",
        "int8|-1|BIGINT",
        "float4|-1|FLOAT",
        "float8|-1|DOUBLE",
        "numeric|-1|STRING",
        "numeric|655366|DECIMAL(10, 2)",
        "numeric|2490372|DECIMAL(38, 0)",
        "numeric|2555908|STRING",
        "numeric|329730|STRING",
        "date|-1|DATE",
        "timestamptz|-1|TIMESTAMP_LTZ(6)",
        "timestamp|-1|STRING",
        "text|-1|STRING",
        "varchar|54|STRING",
        "jsonb|-1|STRING",
        "uuid|-1|STRING",
        "_int4|-1|STRING",
        "bytea|-1|BYTES",
        "mood|-1|STRING"
      })
  void mapsTypes(String type, int modifier, String expected) {
    assertThat(PostgresTypes.toFlink(new SourceColumn("c", type, modifier)).asSummaryString())
        .isEqualTo(expected);
  }
}
