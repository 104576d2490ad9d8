package io.alluvium.connectors.cosmos;

import java.io.IOException;

/** A row cannot be written, and is not to be put aside. */
final class UnwrittenRowException extends IOException {
  private static final long serialVersionUID = 1L;

  UnwrittenRowException(String table, String place, String reason) {
    super(
        "A row of '"
            + table
            + "' cannot be written to Cosmos DB, '"
            + place
            + "': "
            + reason
            + ". Correct the row, or name a container for such rows with option"
            + " 'dead-letter.container'.");
  }
}
