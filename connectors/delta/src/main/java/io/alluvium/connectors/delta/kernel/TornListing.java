package io.alluvium.connectors.delta.kernel;

import io.delta.kernel.exceptions.InvalidTableException;
import java.util.function.Supplier;

/**
 * A listing of the log that is not of one moment: where another writer commits meanwhile, it can
 * show a version's checksum, or a later version, and not the version itself. Listed again, all is
 * there; what is not even then is missing.
 */
final class TornListing {
  private static final int LISTINGS = 4;

  private TornListing() {}

  static <T> T repeated(Supplier<T> listing) {
    for (int attempt = 1; ; attempt++) {
      try {
        return listing.get();
      } catch (IllegalArgumentException | InvalidTableException e) {
        if (attempt == LISTINGS || !mayBeTorn(e)) {
          throw e;
        }
      }
    }
  }

  private static boolean mayBeTorn(RuntimeException e) {
    return e instanceof InvalidTableException
        || String.valueOf(e.getMessage()).startsWith("checksum version");
  }
}
