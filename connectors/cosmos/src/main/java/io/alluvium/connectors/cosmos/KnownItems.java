package io.alluvium.connectors.cosmos;

import io.alluvium.connectors.cosmos.store.ItemKey;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a writer knows of items that it has written or read lately, so that it need not ask. It may
 * be out of date: what it asks for is then refused, and it looks.
 */
final class KnownItems {
  private static final int MOST = 20_000;
  private static final int SURE = 16;

  private final Map<ItemKey, Known> items =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ItemKey, Known> eldest) {
          return size() > MOST;
        }
      };

  /** How often of late an item that was not known was there: above zero where mostly. */
  private int found;

  /** An item as it was seen last. */
  record Known(String stamp, String etag, boolean deleted) {}

  Optional<Known> get(ItemKey key) {
    return Optional.ofNullable(items.get(key));
  }

  void put(ItemKey key, Known known) {
    items.put(key, known);
  }

  void forget(ItemKey key) {
    items.remove(key);
  }

  /** Whether an item of which nothing is known is likely to be there. */
  boolean likely() {
    return found > 0;
  }

  /** Tells whether such an item was there. */
  void learn(boolean there) {
    found = Math.max(-SURE, Math.min(SURE, found + (there ? 1 : -1)));
  }
}
