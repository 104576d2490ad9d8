package io.alluvium.cdc.capture;

import io.alluvium.cdc.check.Finding;
import io.alluvium.cdc.check.SlotState;
import io.alluvium.connectors.delta.sink.routing.RoutedRow;
import java.util.List;
import java.util.Optional;
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

  /** Looks at all that a capture needs, and says how to mend what is amiss; changes nothing. */
  List<Finding> check();

  /** The server's own mark of how far the pipeline is; empty where it has none. */
  Optional<SlotState> slot();

  /**
   * Gives the mark up, so that the server may forget its log. The pipeline has to begin anew then.
   *
   * @throws CdcException where a job still reads it, or the role may not
   */
  void dropSlot();

  @Override
  void close();
}
