package io.alluvium.models.quality.job;

import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.table.data.RowData;

/** See {@link ViolationsFactory}. */
final class ViolationsSink implements Sink<RowData> {
  private static final long serialVersionUID = 1L;

  private final String model;

  ViolationsSink(String model) {
    this.model = model;
  }

  @Override
  @SuppressWarnings("deprecation") // of the interface; Flink calls the other
  public SinkWriter<RowData> createWriter(InitContext context) {
    throw new UnsupportedOperationException("Flink 1.20 gives a WriterInitContext");
  }

  @Override
  public SinkWriter<RowData> createWriter(WriterInitContext context) {
    return new ViolationsWriter(model, context.metricGroup(), System::nanoTime);
  }
}
