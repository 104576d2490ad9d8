package io.alluvium.connectors.snowflake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.types.logical.BinaryType;
import org.apache.flink.table.types.logical.IntType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.MapType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.VarCharType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Mistakes of users, each with one line that names it. */
class SnowflakeTargetsTest {
  private static final Map<String, String> GOOD =
      Map.of(
          "url", "https://account.snowflakecomputing.com",
          "database", "db",
          "schema", "s",
          "table", "t",
          "warehouse", "w",
          "user", "u",
          "private-key.file", "/key");

  private static final RowType ROW_TYPE =
      RowType.of(
          new LogicalType[] {new IntType(false), new VarCharType(), new BinaryType(4)},
          new String[] {"id", "name", "data"});

  @Test
  void namesAreCapitals() {
    TableLayout layout = of(GOOD, ROW_TYPE, List.of("id")).config().layout();
    assertThat(layout.fullName()).isEqualTo("DB.S.T");
    assertThat(layout.rows()).isEqualTo("T__ROWS");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "url                | snowflake:secret          | Option 'url' must be https://",
        "url                | https://me:secret@account | Option 'url' must be https://",
        "table              | a-b                       | Option 'table' is 'a-b'; a name has letters",
        "version.column     | nam                       | Option 'version.column' names 'nam'",
        "version.column     | name                      | a version is a whole number",
        "column.types.other | VARIANT                   | Option 'column.types' names [other]",
        "column.types.id    | VARIANT                   | Column 'id' of type INT NOT NULL may be NUMBER",
        "column.types.data  | VARCHAR                   | is BINARY in Snowflake, and cannot be VARCHAR",
        "sink.max-rows      | 0                         | Option 'sink.max-rows' must be at least 1",
        "sink.warehouse-time-per-hour | 1 min          | is 60 s, of which no flush could be made: one keeps the warehouse running for 65 s",
        "authentication     | oauth                     | One of the options 'oauth.token.file' and",
        "private-key.environment | KEY                  | One of the options 'private-key.file' and",
      })
  void saysWhichOptionIsWrong(String option, String value, String message) {
    Configuration options = Configuration.fromMap(GOOD);
    options.setString(option, value);
    assertThatThrownBy(() -> SnowflakeTargets.of(options, ROW_TYPE, List.of("id"), "t"))
        .isInstanceOf(ValidationException.class)
        .hasMessageContaining(message)
        .hasMessageNotContaining("secret");
  }

  @Test
  void refusesTablesThatDoNotFit() {
    assertThatThrownBy(() -> of(GOOD, ROW_TYPE, List.of()))
        .hasMessageContaining("needs a primary key");
    RowType twins =
        RowType.of(
            new LogicalType[] {new IntType(false), new IntType()}, new String[] {"id", "ID"});
    assertThatThrownBy(() -> of(GOOD, twins, List.of("id")))
        .hasMessageContaining("Column 'ID' has the name of another in Snowflake");
    RowType numbers =
        RowType.of(
            new LogicalType[] {new IntType(false), new MapType(new IntType(), new IntType())},
            new String[] {"id", "m"});
    assertThatThrownBy(() -> of(GOOD, numbers, List.of("id")))
        .hasMessageContaining("has keys that are no texts");
  }

  private static SnowflakeTarget of(
      Map<String, String> options, RowType rowType, List<String> primaryKey) {
    return SnowflakeTargets.of(Configuration.fromMap(options), rowType, primaryKey, "t");
  }
}
