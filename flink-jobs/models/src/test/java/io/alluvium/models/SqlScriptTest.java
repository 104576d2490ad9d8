package io.alluvium.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SqlScriptTest {
  @Test
  void splitsAtSemicolonsOutsideOfTextAndComments() {
    List<SqlStatement> statements =
        SqlScript.statements(
            "a.sql",
            "-- first; not a statement\nSET 'a' = 'b;c';\n\n/* two\nlines */\nSELECT ';--' -- end\nFROM t;\n");
    assertThat(statements)
        .extracting(SqlStatement::place, SqlStatement::text)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("a.sql:2", "SET 'a' = 'b;c'"),
            org.assertj.core.groups.Tuple.tuple("a.sql:6", "SELECT ';--' \nFROM t"));
    assertThat(statements.get(0).setting().orElseThrow()).containsExactly("a", "b;c");
  }

  @Test
  void ordersModelsByWhatTheyRead() {
    Model reader = model("a.sql", "CREATE VIEW a AS SELECT * FROM b");
    Model read = model("z.sql", "CREATE TEMPORARY VIEW b AS SELECT * FROM lake.bronze.t");
    assertThat(ModelOrder.of(List.of(reader, read))).containsExactly(read, reader);
  }

  @Test
  void saysWhichModelsReadOneAnother() {
    Model one = model("one.sql", "CREATE VIEW a AS SELECT * FROM b");
    Model two = model("two.sql", "CREATE VIEW b AS SELECT * FROM a");
    assertThatThrownBy(() -> ModelOrder.of(List.of(one, two)))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("one.sql, two.sql");
  }

  @Test
  void saysWhichVariableHasNoValue() {
    SqlStatement statement = new SqlStatement("a.sql", 3, "x '${redis.uri}'");
    assertThat(new SqlVariables(Map.of("redis.uri", "it's")).applyTo(statement).text())
        .isEqualTo("x 'it''s'");
    assertThatThrownBy(() -> new SqlVariables(Map.of()).applyTo(statement))
        .hasMessage("a.sql:3: ${redis.uri} has no value; give the job the option --redis.uri.");
  }

  private static Model model(String file, String sql) {
    return new Model(file, SqlScript.statements(file, sql));
  }
}
