package io.alluvium.cdc.debezium;

import io.alluvium.cdc.capture.TableName;
import java.io.Serializable;
import org.apache.kafka.connect.data.Struct;

/** Reads where a change comes from, which each kind of database says in its own way. */
public interface Origin extends Serializable {

  TableName table(Struct source);

  /**
   * In the source's log.
   *
   * @param source null of a row of the snapshot
   */
  Position position(@javax.annotation.Nullable Struct source);

  /**
   * A place in the log.
   *
   * @param text as the database's tools write it
   * @param number ascends for each key
   */
  record Position(String text, long number) {}
}
