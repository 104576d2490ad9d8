package io.alluvium.connectors.delta.sink.routing;

import io.alluvium.connectors.delta.DeltaException;
import io.alluvium.connectors.delta.sink.OpenFiles;
import io.alluvium.connectors.delta.sink.TableAppend;
import io.alluvium.connectors.delta.sink.TableAppendSerializer;
import io.alluvium.connectors.delta.sink.WriterMetrics;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.ChainingStrategy;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.IOUtils;

/**
 * Writes rows of many tables into new data files, within one bound of open files and memory for
 * all, and announces them before each checkpoint's barrier.
 */
final class RoutedWriter extends AbstractStreamOperator<byte[]>
    implements OneInputStreamOperator<RoutedRow, byte[]>, BoundedOneInput {
  private static final long serialVersionUID = 1L;

  private final RoutedTableSettings settings;

  private transient OpenFiles openFiles;
  private transient Map<String, RoutedTable> tables;
  private transient WriterMetrics metrics;

  RoutedWriter(RoutedTableSettings settings) {
    this.settings = settings;
    // Rows of a table are dear to serialize: with their schema.
    setChainingStrategy(ChainingStrategy.ALWAYS);
  }

  @Override
  public void open() throws Exception {
    super.open();
    openFiles = new OpenFiles(settings.buffers());
    tables = new LinkedHashMap<>();
    metrics = new WriterMetrics(getMetricGroup(), openFiles::count);
    getMetricGroup().gauge("tables", tables::size);
  }

  @Override
  public void processElement(StreamRecord<RoutedRow> element) throws Exception {
    RoutedRow routed = element.getValue();
    RoutedTable table = tables.get(routed.table());
    if (table == null) {
      table = new RoutedTable(routed.table(), settings, openFiles);
      tables.put(routed.table(), table);
    }
    try {
      table.write(routed.rowType(), routed.row());
    } catch (DeltaException e) {
      if (e.isPermanent()) {
        // The row would come again.
        throw new SuppressRestartsException(e);
      }
      throw e;
    }
    metrics.rowWritten();
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) throws Exception {
    announce();
  }

  @Override
  public void endInput() throws Exception {
    announce();
  }

  private void announce() throws IOException {
    for (RoutedTable table : tables.values()) {
      long start = System.nanoTime();
      Optional<TableAppend> append = table.takeAppend();
      if (append.isPresent()) {
        metrics.filesWritten(append.get().files(), System.nanoTime() - start);
        output.collect(new StreamRecord<>(TableAppendSerializer.toBytes(append.get())));
      }
    }
  }

  @Override
  public void close() throws Exception {
    IOUtils.closeQuietly(openFiles);
    if (tables != null) {
      tables.values().forEach(RoutedTable::close);
    }
    super.close();
  }
}
