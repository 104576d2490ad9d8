package io.alluvium.models.quality.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.SimpleCounter;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.types.RowKind;
import org.junit.jupiter.api.Test;

class ViolationsWriterTest {
  private final Map<String, Counter> counters = new HashMap<>();
  private long nanos;
  private final ViolationsWriter writer =
      new ViolationsWriter("shop", group(""), () -> nanos += Duration.ofMillis(1).toNanos());

  private MetricGroup group(String name) {
    return new UnregisteredMetricsGroup() {
      @Override
      public MetricGroup addGroup(String key, String value) {
        return group(name + "/" + key + "=" + value);
      }

      @Override
      public Counter counter(String counter) {
        return counters.computeIfAbsent(name + "/" + counter, path -> new SimpleCounter());
      }
    };
  }

  private static RowData row(RowKind kind, String warnings, String errors) {
    GenericRowData row =
        GenericRowData.of(
            StringData.fromString(warnings),
            errors == null ? null : StringData.fromString(errors),
            StringData.fromString("price = -1 must be at least 0"),
            StringData.fromString("id = 7"));
    row.setRowKind(kind);
    return row;
  }

  @Test
  void countsEachRuleThatARowBreaks() {
    writer.write(row(RowKind.INSERT, "a\nb", ""), null);
    writer.write(row(RowKind.UPDATE_AFTER, "a", null), null);
    assertThat(counters.get("/model=shop/rule=a/ruleViolations").getCount()).isEqualTo(2);
    assertThat(counters.get("/model=shop/rule=b/ruleViolations").getCount()).isEqualTo(1);
  }

  @Test
  void whatIsTakenBackBreaksNoRule() {
    assertThatCode(
            () -> {
              writer.write(row(RowKind.UPDATE_BEFORE, "a", "b"), null);
              writer.write(row(RowKind.DELETE, "a", "b"), null);
            })
        .doesNotThrowAnyException();
    assertThat(counters).isEmpty();
  }

  @Test
  void failsWithTheRuleAndTheRowsKey() {
    assertThatThrownBy(() -> writer.write(row(RowKind.INSERT, "", "positive"), null))
        .isInstanceOf(RuleViolationException.class)
        .hasMessage(
            "model shop: the row with id = 7 breaks positive, whose severity is error: price = -1"
                + " must be at least 0");
  }
}
