package io.alluvium.state.keys;

import java.io.Serializable;
import java.util.List;

/**
 * What a state holds.
 *
 * @param kind such as {@code VALUE}
 * @param keysByGroup how many keys each group has, a key once for each of its windows
 * @param digest of all that is kept for all keys, whatever their order; 0 where it was not asked
 *     for
 * @param samples the first that were found
 */
public record StateContents(
    String state, String kind, List<Long> keysByGroup, long digest, List<Sample> samples)
    implements Serializable {

  /**
   * What is kept for a key.
   *
   * @param window empty where the state has none
   * @param value the first elements of a list or map
   */
  public record Sample(int keyGroup, String key, String window, String value)
      implements Serializable {}

  public StateContents {
    keysByGroup = List.copyOf(keysByGroup);
    samples = List.copyOf(samples);
  }

  public long keys() {
    return keysByGroup.stream().mapToLong(Long::longValue).sum();
  }

  /** Groups that have keys. */
  public long groups() {
    return keysByGroup.stream().filter(keys -> keys > 0).count();
  }

  /** Keys of the group that has most. */
  public long largestGroup() {
    return keysByGroup.stream().mapToLong(Long::longValue).max().orElse(0);
  }

  /** The largest group, in multiples of what an even spread would give; 0 where there is no key. */
  public double skew() {
    return keys() == 0 ? 0 : (double) largestGroup() * keysByGroup.size() / keys();
  }
}
