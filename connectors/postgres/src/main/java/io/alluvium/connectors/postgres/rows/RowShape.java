package io.alluvium.connectors.postgres.rows;

import io.alluvium.connectors.postgres.TableSchema;
import io.alluvium.connectors.postgres.types.Codec;
import org.apache.flink.annotation.Internal;

/**
 * How rows of a schema are read.
 *
 * @param arity with the fields that are reserved
 */
@Internal
public record RowShape(TableSchema schema, Codec[] codecs, int arity) {

  public boolean readsBinary() {
    for (Codec codec : codecs) {
      if (!codec.readsBinary()) {
        return false;
      }
    }
    return true;
  }
}
