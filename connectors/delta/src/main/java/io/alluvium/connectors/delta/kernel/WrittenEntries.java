package io.alluvium.connectors.delta.kernel;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The last entries of a log that this process wrote. A commit reads the one before it several
 * times; an entry never changes, so that what was written is what is there. Forgotten at each look
 * at the log: whoever looks anew may find another table in the same place.
 */
final class WrittenEntries {
  private static final int MAX_ENTRIES = 4;
  private static final int MAX_BYTES = 1 << 20;

  private final Map<String, byte[]> entries = new LinkedHashMap<>();

  synchronized void put(String path, byte[] content) {
    entries.remove(path);
    if (content.length <= MAX_BYTES) {
      entries.put(path, content);
    }
    Iterator<String> oldest = entries.keySet().iterator();
    while (entries.size() > MAX_ENTRIES) {
      oldest.next();
      oldest.remove();
    }
  }

  synchronized Optional<byte[]> get(String path) {
    return Optional.ofNullable(entries.get(path));
  }

  synchronized void forget() {
    entries.clear();
  }
}
