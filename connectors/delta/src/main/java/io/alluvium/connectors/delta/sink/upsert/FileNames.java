package io.alluvium.connectors.delta.sink.upsert;

import java.util.OptionalInt;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.runtime.state.KeyGroupRange;

/**
 * Names of data files that tell their id, and which key groups their rows can be of.
 *
 * <p>A random part keeps a file apart from one with the same id that a failed attempt left behind.
 */
final class FileNames {
  private static final Pattern NAME =
      Pattern.compile(
          "upsert-([0-9a-f]+)-([0-9a-f]{8})-([0-9a-f]{4})([0-9a-f]{4})-[0-9a-f-]{36}\\.parquet");

  private FileNames() {}

  static String of(String generation, int id, KeyGroupRange range) {
    return String.format(
        "upsert-%s-%08x-%04x%04x-%s.parquet",
        generation, id, range.getStartKeyGroup(), range.getEndKeyGroup(), UUID.randomUUID());
  }

  /** A new name that tells the same as the one of a path. */
  static String again(String path) {
    Matcher matcher = NAME.matcher(name(path));
    if (!matcher.matches()) {
      throw new IllegalArgumentException("Not a file of this sink: " + path);
    }
    return String.format(
        "upsert-%s-%s-%s%s-%s.parquet",
        matcher.group(1), matcher.group(2), matcher.group(3), matcher.group(4), UUID.randomUUID());
  }

  /**
   * What a file has in common with one that {@link #again} names after it: the same rows in the
   * same places. The path itself where the name does not tell.
   */
  static String identity(String path) {
    Matcher matcher = NAME.matcher(name(path));
    return matcher.matches() ? matcher.group(1) + "-" + matcher.group(2) : path;
  }

  /** The id of a file of that generation, by its path in the log. */
  static OptionalInt id(String generation, String path) {
    Matcher matcher = NAME.matcher(name(path));
    return matcher.matches() && matcher.group(1).equals(generation)
        ? OptionalInt.of(Integer.parseUnsignedInt(matcher.group(2), 16))
        : OptionalInt.empty();
  }

  /** Whether a file can hold rows of one of the key groups; true where its name does not tell. */
  static boolean mayHold(String path, KeyGroupRange range) {
    Matcher matcher = NAME.matcher(name(path));
    return !matcher.matches()
        || (Integer.parseInt(matcher.group(3), 16) <= range.getEndKeyGroup()
            && Integer.parseInt(matcher.group(4), 16) >= range.getStartKeyGroup());
  }

  /** Whose keys the file may hold, as text; the same for all files whose names do not tell. */
  static String keyGroups(String path) {
    Matcher matcher = NAME.matcher(name(path));
    return matcher.matches() ? "/" + matcher.group(3) + matcher.group(4) : "/all";
  }

  private static String name(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
