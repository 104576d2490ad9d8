package io.alluvium.state.savepoint;

import java.util.List;

/**
 * An operator that a savepoint has state of.
 *
 * @param id in hexadecimal, which Flink makes of the uid
 * @param name as the job had it; empty where the savepoint does not tell
 * @param bytes of all its state
 * @param keyGroupBytes of each group of keys, where the savepoint tells them apart
 * @param hasCoordinator whether a coordinator, such as that of a source, has state
 */
public record OperatorEntry(
    String id,
    String name,
    int parallelism,
    int maxParallelism,
    long bytes,
    List<StateEntry> states,
    List<Long> keyGroupBytes,
    boolean hasCoordinator) {
  public OperatorEntry {
    states = List.copyOf(states);
    keyGroupBytes = List.copyOf(keyGroupBytes);
  }

  /** Whether Flink would miss the operator in a job that goes on from here. */
  public boolean hasState() {
    return bytes > 0 || hasCoordinator || !states.isEmpty();
  }

  /** The largest group of keys, in multiples of what an even spread would give; 0 for none. */
  public double skew() {
    long total = keyGroupBytes.stream().mapToLong(Long::longValue).sum();
    long most = keyGroupBytes.stream().mapToLong(Long::longValue).max().orElse(0);
    return total == 0 ? 0 : (double) most * keyGroupBytes.size() / total;
  }
}
