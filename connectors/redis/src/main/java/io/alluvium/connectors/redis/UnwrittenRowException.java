package io.alluvium.connectors.redis;

import java.io.IOException;

/** A row cannot be written, and is not to be put aside. */
final class UnwrittenRowException extends IOException {
  private static final long serialVersionUID = 1L;

  UnwrittenRowException(String table, String place, String reason) {
    super(
        "A row of '"
            + table
            + "' cannot be written to Redis, key '"
            + place
            + "': "
            + reason
            + ". Correct the row or what is under the key, or name a stream for such rows with"
            + " option 'dead-letter.key'.");
  }
}
