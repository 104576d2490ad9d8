package io.alluvium.models.aggregate;

import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.ChainingStrategy;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.table.data.RowData;

/**
 * Gives some columns of each row on, without reading them. A row that is given is valid until the
 * next one is, and so are its strings: only for operators that keep neither.
 */
final class ProjectionOperator extends AbstractStreamOperator<RowData>
    implements OneInputStreamOperator<RowData, RowData> {
  private static final long serialVersionUID = 1L;

  private final Projection projection;

  private transient ProjectedRow projected;
  private transient StreamRecord<RowData> given;

  ProjectionOperator(Projection projection) {
    this.projection = projection;
    setChainingStrategy(ChainingStrategy.ALWAYS);
  }

  @Override
  public void open() throws Exception {
    super.open();
    projected = new ProjectedRow(projection);
    given = new StreamRecord<>(projected);
  }

  @Override
  public void processElement(StreamRecord<RowData> element) {
    projected.of(element.getValue());
    // Whoever gets the record may put something else into it.
    output.collect(given.replace(projected));
  }
}
