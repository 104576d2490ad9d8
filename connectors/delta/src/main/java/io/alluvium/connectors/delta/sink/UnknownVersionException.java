package io.alluvium.connectors.delta.sink;

import java.io.IOException;
import org.apache.flink.annotation.Internal;

/** State was written by a newer release. */
@Internal
public final class UnknownVersionException extends IOException {
  private static final long serialVersionUID = 1L;

  private UnknownVersionException(String message) {
    super(message);
  }

  public static void check(String what, int known, int found) throws UnknownVersionException {
    if (found > known) {
      throw new UnknownVersionException(
          "The state holds "
              + what
              + " of version "
              + found
              + ", but this release only knows versions up to "
              + known
              + ". Run the release that wrote it, or a newer one.");
    }
  }
}
