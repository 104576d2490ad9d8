package io.alluvium.models.lineage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.flink.table.annotation.DataTypeHint;
import org.apache.flink.table.annotation.FunctionHint;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.table.functions.ScalarFunction;
import org.apache.flink.table.functions.TableFunction;
import org.apache.flink.types.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueryLineageTest {
  private static BoundaryTables tables;

  /** Adds one. */
  public static final class PlusOne extends ScalarFunction {
    private static final long serialVersionUID = 1L;

    public Long eval(Long value) {
      return value == null ? null : value + 1;
    }
  }

  /** The words of a text. */
  @FunctionHint(output = @DataTypeHint("ROW<word STRING, size INT>"))
  public static final class Words extends TableFunction<Row> {
    private static final long serialVersionUID = 1L;

    public void eval(String text) {
      for (String word : text.split(" ", -1)) {
        collect(Row.of(word, word.length()));
      }
    }
  }

  @BeforeAll
  static void tables() {
    TableEnvironment others = TableEnvironment.create(EnvironmentSettings.inStreamingMode());
    others.registerCatalog("lake", new BoundaryCatalog("lake"));
    others.useCatalog("lake");
    others.executeSql("CREATE DATABASE d");
    others.useDatabase("d");
    String with = " WITH ('connector' = 'boundary')";
    others.executeSql(
        "CREATE TABLE t (id BIGINT, customer STRING, amount BIGINT, note STRING, tags ARRAY<STRING>,"
            + " place ROW<town STRING, zip INT>, ts TIMESTAMP_LTZ(3), again AS ts,"
            + " WATERMARK FOR ts AS ts - INTERVAL '5' SECOND)"
            + with);
    others.executeSql(
        "CREATE TABLE r (currency STRING, rate DOUBLE, since TIMESTAMP_LTZ(3),"
            + " WATERMARK FOR since AS since, PRIMARY KEY (currency) NOT ENFORCED)"
            + with);
    others.executeSql("CREATE TEMPORARY VIEW v AS SELECT id, amount * 2 AS twice, ts FROM t");
    tables = new BoundaryTables("lake");
    tables.addAll(others, List.of());
    tables.environment().useCatalog("lake");
    tables.environment().useDatabase("d");
    tables.environment().createTemporarySystemFunction("plus1", PlusOne.class);
    tables.environment().createTemporarySystemFunction("words", Words.class);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          SELECT id, amount AS a, 1 AS constant FROM t | id=t.id a=t.amount constant=
          SELECT a FROM (SELECT amount AS a, note FROM t) | a=t.amount
          SELECT again FROM t | again=t.ts
          SELECT CAST(amount AS STRING) AS a FROM t | a=t.amount:transformation
          SELECT plus1(amount) + id AS a FROM t | a=t.amount:transformation,t.id:transformation
          SELECT t.place.town FROM t | town=t.place:transformation
          SELECT id, twice, ts FROM v | id=v.id twice=v.twice ts=v.ts
          SELECT CASE WHEN id > 1 THEN note ELSE customer END AS c FROM t | c=t.id:conditional,t.note:transformation,t.customer:transformation
          SELECT NULLIF(amount, 9) AS a FROM t | a=t.amount:transformation
          SELECT COUNT(*) AS n FROM t | n=
          SELECT customer, SUM(plus1(amount)) AS s FROM t GROUP BY customer | customer=t.customer s=t.amount:aggregation rows:t.customer:group_by
          SELECT SUM(amount) FILTER (WHERE id > 1) AS s FROM t | s=t.amount:aggregation,t.id:filter
          SELECT COUNT(DISTINCT customer) AS n FROM t HAVING COUNT(*) > 1 | n=t.customer:aggregation
          SELECT id FROM t WHERE note LIKE 'a%' | id=t.id rows:t.note:filter
          SELECT SUM(amount) OVER (PARTITION BY customer ORDER BY ts) AS s FROM t | s=t.amount:aggregation,t.customer:window,t.ts:window
          SELECT id FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY id ORDER BY ts DESC) AS n FROM t) WHERE n = 1 | id=t.id rows:t.id:filter,t.ts:filter
          SELECT t.id, r.rate FROM t JOIN r ON t.customer = r.currency | id=t.id rate=r.rate rows:t.customer:join,r.currency:join
          SELECT t.id, r.rate FROM t LEFT JOIN r FOR SYSTEM_TIME AS OF t.ts ON t.customer = r.currency | id=t.id rate=r.rate rows:t.ts:join,t.customer:filter,r.currency:filter
          SELECT id FROM t WHERE customer IN (SELECT currency FROM r WHERE rate > 1) | id=t.id rows:t.customer:filter,r.currency:filter,r.rate:filter
          SELECT id FROM t WHERE EXISTS (SELECT 1 FROM r WHERE r.currency = t.customer) | id=t.id rows:r.currency:filter,t.customer:filter
          SELECT id, (SELECT MAX(rate) FROM r) AS top FROM t | id=t.id top=r.rate:aggregation
          SELECT id AS k FROM t UNION ALL SELECT twice FROM v WHERE id > 2 | k=t.id,v.twice rows:v.id:filter
          SELECT note FROM t INTERSECT SELECT currency FROM r | note=t.note rows:r.currency:filter
          SELECT id FROM t ORDER BY ts LIMIT 3 | id=t.id rows:t.ts:sort
          SELECT id FROM t ORDER BY ts | id=t.id
          SELECT x.n FROM (VALUES (1), (2)) AS x (n) | n=
          SELECT id, tag FROM t CROSS JOIN UNNEST(tags) AS u (tag) | id=t.id tag=t.tags:transformation
          SELECT id, w.word, w.size FROM t, LATERAL TABLE(words(note)) AS w (word, size) | id=t.id word=t.note:transformation size=t.note:transformation
          SELECT window_start, SUM(amount) AS s FROM TABLE(TUMBLE(TABLE t, DESCRIPTOR(ts), INTERVAL '1' MINUTE)) GROUP BY window_start, window_end | window_start=t.ts:transformation s=t.amount:aggregation rows:t.ts:group_by
          SELECT customer, window_end FROM TABLE(HOP(TABLE t, DESCRIPTOR(ts), INTERVAL '1' MINUTE, INTERVAL '5' MINUTE)) | customer=t.customer window_end=t.ts:transformation
          SELECT window_time FROM TABLE(CUMULATE(TABLE v, DESCRIPTOR(ts), INTERVAL '1' MINUTE, INTERVAL '5' MINUTE)) | window_time=v.ts:transformation
          SELECT customer, window_start FROM TABLE(SESSION(TABLE t PARTITION BY customer, DESCRIPTOR(ts), INTERVAL '1' MINUTE)) | customer=t.customer window_start=t.ts:transformation
          SELECT TUMBLE_START(ts, INTERVAL '1' MINUTE) AS s, MAX(note) AS m FROM t GROUP BY TUMBLE(ts, INTERVAL '1' MINUTE) | s=t.ts:transformation m=t.note:aggregation rows:t.ts:group_by
          SELECT * FROM t MATCH_RECOGNIZE (PARTITION BY customer ORDER BY ts MEASURES LAST(B.amount) AS last_amount PATTERN (A B) DEFINE B AS B.id > A.id) | customer=t.customer last_amount=t.amount:aggregation rows:t.customer:window,t.ts:window,t.id:filter
          """)
  void followsEachColumnToItsOrigins(String sql, String expected) {
    assertThat(text(tables.read(sql))).isEqualTo(expected);
  }

  @Test
  void whatIsNotUnderstoodIsAnErrorAndNoConstant() {
    assertThatThrownBy(
            () -> tables.read("SELECT a, b FROM t CROSS JOIN UNNEST(tags, tags) AS u (a, b)"))
        .isInstanceOf(RuntimeException.class);
  }

  private static String text(QueryLineage lineage) {
    String columns =
        lineage.columns().entrySet().stream()
            .map(column -> column.getKey() + "=" + text(column.getValue()))
            .collect(Collectors.joining(" "));
    return lineage.rows().isEmpty() ? columns : columns + " rows:" + text(lineage.rows());
  }

  private static String text(Collection<Origin> origins) {
    List<String> texts =
        origins.stream()
            .map(
                origin ->
                    origin.table()
                        + "."
                        + origin.column()
                        + (origin.use() == ColumnUse.IDENTITY
                            ? ""
                            : ":" + origin.use().name().toLowerCase(Locale.ROOT)))
            .toList();
    return String.join(",", texts);
  }
}
