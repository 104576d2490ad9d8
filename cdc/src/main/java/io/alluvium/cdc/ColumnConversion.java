package io.alluvium.cdc;

import java.io.Serializable;
import javax.annotation.Nullable;
import org.apache.kafka.connect.data.Schema;

/** Brings a value of a change event into the type of a bronze column. */
interface ColumnConversion extends Serializable {

  /** Null where the column cannot hold the value without loss. */
  @Nullable
  Object convert(Object value, Schema schema);
}
