package io.alluvium.ingest.batch;

import io.alluvium.ingest.deadletters.DeadLetter;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.BigIntType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.VarCharType;

/**
 * The dead letters of one inlet, to learn what its earlier runs have brought: other inlets may read
 * the same source.
 */
public final class InletLetters {
  public static final String SOURCE = "source";
  public static final String SEQUENCE = "sequence";

  private static final RowType COLUMNS =
      new RowType(
          false,
          List.of(
              new RowType.RowField(SOURCE, VarCharType.STRING_TYPE),
              new RowType.RowField("position", VarCharType.STRING_TYPE),
              new RowType.RowField(SEQUENCE, new BigIntType()),
              new RowType.RowField("inlet", VarCharType.STRING_TYPE)));
  private static final int INLET = 3;

  private final TableScan letters;
  private final String inlet;

  public InletLetters(LakePaths lake, String inlet) {
    this.letters = new TableScan(lake.path(DeadLetter.TABLE), COLUMNS);
    this.inlet = inlet;
  }

  /**
   * Reads source, position and sequence of the letters, as {@link TableScan#forEach(String,
   * Predicate, Consumer)} does.
   */
  public void forEach(String column, Predicate<TableScan.Bounds> wanted, Consumer<RowData> action)
      throws Exception {
    letters.forEach(
        column,
        wanted,
        row -> {
          if (!row.isNullAt(INLET) && row.getString(INLET).toString().equals(inlet)) {
            action.accept(row);
          }
        });
  }
}
