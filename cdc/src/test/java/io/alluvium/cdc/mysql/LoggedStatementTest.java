package io.alluvium.cdc.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.cdc.capture.TableName;
import io.alluvium.cdc.mysql.LoggedStatement.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LoggedStatementTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "TRUNCATE TABLE t | TRUNCATE | shop.t",
        "truncate t | TRUNCATE | shop.t",
        "/* by hand */ TRUNCATE `o``dd`.`a.b` WAIT 3 | TRUNCATE | o`dd.a.b",
        "CREATE TABLE t (id int) | CREATE | shop.t",
        "CREATE OR REPLACE TABLE other . t (id int) | CREATE | other.t",
        "CREATE TABLE /*!32312 IF NOT EXISTS*/ `t` (id int) | CREATE | shop.t",
        "CREATE TABLE IF NOT EXISTS t LIKE u | CREATE | shop.t",
        "insert ignore into t values (1) | CHANGE | shop.t",
        "UPDATE t SET a = 1 | CHANGE | shop.t",
        "DELETE FROM x.t | CHANGE | x.t"
      })
  void tellsWhatAStatementDoesToWhichTable(String sql, Kind kind, String table) {
    String[] parts = table.split("\\.", 2);
    assertThat(LoggedStatement.parse(sql, "shop"))
        .contains(new LoggedStatement(kind, new TableName(parts[0], parts[1])));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "BEGIN",
        "",
        "-- nothing",
        "ALTER TABLE t ADD x int",
        "CREATE TEMPORARY TABLE t (id int)",
        "CREATE VIEW t AS SELECT 1",
        "DROP TABLE t",
        "TRUNCATE"
      })
  void leavesOthersAlone(String sql) {
    assertThat(LoggedStatement.parse(sql, "shop")).isEmpty();
  }

  @Test
  void readsLongStatementsNoFurtherThanNeeded() {
    String sql = "CREATE TABLE t (" + "x int, ".repeat(100_000) + "y int)";
    assertThat(LoggedStatement.parse(sql, "shop")).isPresent();
  }
}
