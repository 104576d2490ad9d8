package io.alluvium.models.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProjectionTest {
  private static final LogicalType TEXT = DataTypes.STRING().getLogicalType();
  private static final LogicalType INTEGER = DataTypes.INT().getLogicalType();
  private static final LogicalType FINE = DataTypes.TIMESTAMP_LTZ(6).getLogicalType();
  private static final LogicalType MILLIS = DataTypes.TIMESTAMP_LTZ(3).getLogicalType();

  private static final RowType INPUT =
      RowType.of(
          new LogicalType[] {TEXT, INTEGER, FINE, FINE, DataTypes.BOOLEAN().getLogicalType()},
          new String[] {"site", "reading", "event_time", "seen", "true"});

  @Test
  void columnsWhereTheyAre() {
    Projection projection =
        Projection.read(
                "[3]:Calc(select=[reading AS value, site, Reinterpret(to_millis(event_time)) AS"
                    + " _event_time, seen])",
                INPUT,
                output(
                    new String[] {"value", "site", "_event_time", "seen"},
                    INTEGER,
                    TEXT,
                    MILLIS,
                    FINE))
            .orElseThrow();
    TimestampData moment = TimestampData.fromEpochMillis(-5, 123_000);
    ProjectedRow row =
        new ProjectedRow(projection)
            .of(GenericRowData.of(StringData.fromString("a"), 7, moment, moment, true));

    assertThat(projection.cuts()).isTrue();
    assertThat(row.getArity()).isEqualTo(4);
    assertThat(row.getInt(0)).isEqualTo(7);
    assertThat(row.getString(1)).hasToString("a");
    assertThat(row.getTimestamp(2, 3)).isEqualTo(TimestampData.fromEpochMillis(-5));
    assertThat(row.getTimestamp(3, 6)).isEqualTo(moment);
  }

  /** Everything else is the planner's: also what only looks like a column. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Calc(select=[(reading + 1) AS value])",
        "Calc(select=[5 AS value])",
        "Calc(select=[null:INTEGER AS value])",
        "Calc(select=['reading' AS value])",
        "Calc(select=[reading AS value], where=[(reading > 1)])",
        "Calc(select=[reading AS value, site])",
        "Calc(select=[reading AS other])",
        "Calc(select=[site AS value])",
        "Calc(select=[absent AS value])",
        "Calc(select=[to_millis(event_time) AS value])",
        "Calc(select=[CAST(reading AS INTEGER) AS value])",
        "PythonCalc(select=[reading AS value])"
      })
  void theRest(String description) {
    assertThat(Projection.read(description, INPUT, output(new String[] {"value"}, INTEGER)))
        .isEmpty();
  }

  @Test
  void anInstantThatIsNotCutToMillisecondsIsThePlanners() {
    RowType output = output(new String[] {"at"}, FINE);
    assertThat(Projection.read("Calc(select=[to_millis(seen) AS at])", INPUT, output)).isEmpty();
    assertThat(Projection.read("Calc(select=[seen AS at])", INPUT, output)).isPresent();
  }

  /** The names of a description may be older than those of the input, where columns have moved. */
  @Test
  void theCodeSaysWhichColumnsAreRead() {
    String code =
        """
        isNull$4 = in1.isNullAt(2);
        if (!isNull$4) {
          field$4 = in1.getTimestamp(2, 6);
        }
        field$1 = ((org.apache.flink.table.data.binary.BinaryStringData) in1.getString(0));
        field$3 = field$1;
        field$12 = in1.getInt(1);
        """;
    RowType output = output(new String[] {"site", "event_time", "reading"}, TEXT, FINE, INTEGER);
    Projection projection =
        Projection.read("Calc(select=[site, event_time, reading])", INPUT, output).orElseThrow();

    assertThat(projection.isOf(code)).isTrue();
    assertThat(projection.isOf(code.replace("(2, 6)", "(3, 6)"))).isFalse();
    assertThat(projection.isOf(code.replace("field$12", "field$0"))).isFalse();
  }

  @Test
  void whatMayBeALiteralIsThePlanners() {
    RowType output = output(new String[] {"sure"}, DataTypes.BOOLEAN().getLogicalType());
    assertThat(Projection.read("Calc(select=[true AS sure])", INPUT, output)).isEmpty();
  }

  private static RowType output(String[] names, LogicalType... types) {
    return RowType.of(types, names);
  }
}
