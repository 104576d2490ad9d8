package io.alluvium.cdc.capture;

import io.alluvium.connectors.delta.sink.routing.RoutedRow;
import java.util.List;
import org.apache.flink.api.connector.source.Source;

/** A database to capture, as the class of each kind of database knows it. Has a connection. */
public interface CapturedDatabase extends AutoCloseable {

  /**
   * The tables that the pipeline's patterns take, in the order of their names.
   *
   * @throws CdcException where the database, the role or a table does not allow a capture; where a
   *     pattern takes no table
   */
  List<CapturedTable> tables();

  /**
   * Makes the database send the changes of these tables, before the first is read.
   *
   * @throws CdcException where the role may not, with what an owner has to run
   */
  void prepare(List<CapturedTable> tables);

  /** Reads the tables and then follows their changes; needs no open connection. */
  Source<RoutedRow, ?, ?> source(List<CapturedTable> tables, ChangeConversion conversion);

  @Override
  void close();
}
