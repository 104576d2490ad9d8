package io.alluvium.connectors.postgres;

import java.io.Serializable;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.util.Collector;

/**
 * Makes records of changes. Called by one thread.
 *
 * @param <T> of the records
 */
@PublicEvolving
public interface ChangeConverter<T> extends Serializable {

  /** Called once, before the first change. */
  default void open(SourceReaderContext context) throws Exception {}

  /**
   * Gives any number of records for a change. The change and its rows are the converter's to keep
   * and to send on.
   */
  void convert(TableSchema schema, Change change, Collector<T> out) throws Exception;
}
