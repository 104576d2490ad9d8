package io.alluvium.connectors.delta.source.reader;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.connector.source.SourceOutput;
import org.apache.flink.metrics.SimpleCounter;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.junit.jupiter.api.Test;

class ElementEmitterTest {
  private static final int ROWS = 2 * ElementEmitter.ROWS_AT_ONCE + 5;

  private final SimpleCounter rowsIn = new SimpleCounter();
  private final ElementEmitter emitter = new ElementEmitter(rowsIn);
  private final Collected collected = new Collected();

  @Test
  void rowsThatFollowAreEmittedWithoutBeingAskedForUpToABound() {
    Numbers numbers = new Numbers();
    List<Integer> emittedByCall = new ArrayList<>();
    while (numbers.hasNext()) {
      int before = collected.rows.size();
      rowsIn.inc();
      emitter.emitRecord(numbers.next(), collected, new SplitState(null));
      emittedByCall.add(collected.rows.size() - before);
    }
    assertThat(emittedByCall)
        .containsExactly(ElementEmitter.ROWS_AT_ONCE, ElementEmitter.ROWS_AT_ONCE, 5);
    assertThat(collected.rows).containsExactlyElementsOf(Numbers.all());
    assertThat(rowsIn.getCount()).isEqualTo(ROWS);
  }

  @Test
  void aRowWithoutFollowersIsEmittedAlone() {
    rowsIn.inc();
    emitter.emitRecord(
        ReadElement.ofRows().set(GenericRowData.of(7), 0), collected, new SplitState(null));
    assertThat(collected.rows).containsExactly(7);
    assertThat(rowsIn.getCount()).isOne();
  }

  /** As a scan of a file: each step sets the same element to the next row. */
  private static final class Numbers implements Iterator<ReadElement> {
    private final ReadElement element = ReadElement.ofRows(this);
    private int next;

    static List<Integer> all() {
      List<Integer> all = new ArrayList<>();
      for (int i = 0; i < ROWS; i++) {
        all.add(i);
      }
      return all;
    }

    @Override
    public boolean hasNext() {
      return next < ROWS;
    }

    @Override
    public ReadElement next() {
      element.set(GenericRowData.of(next), next);
      next++;
      return element;
    }
  }

  private static final class Collected implements SourceOutput<RowData> {
    private final List<Integer> rows = new ArrayList<>();

    @Override
    public void collect(RowData row) {
      rows.add(row.getInt(0));
    }

    @Override
    public void collect(RowData row, long timestamp) {
      collect(row);
    }

    @Override
    public void emitWatermark(Watermark watermark) {}

    @Override
    public void markIdle() {}

    @Override
    public void markActive() {}
  }
}
