package io.alluvium.cdc.capture;

import io.alluvium.connectors.delta.sink.routing.RoutedRow;
import java.io.Serializable;
import org.apache.flink.util.Collector;

/** Makes rows for the lake of changes, within a source: no exchange comes between. */
@FunctionalInterface
public interface ChangeConversion extends Serializable {

  /** Gives a row, or none where the pipeline leaves the change out. */
  void convert(CapturedChange change, Collector<RoutedRow> out);
}
