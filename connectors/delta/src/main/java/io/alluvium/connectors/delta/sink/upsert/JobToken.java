package io.alluvium.connectors.delta.sink.upsert;

import io.alluvium.connectors.delta.sink.FileChanges;
import java.util.OptionalLong;
import java.util.UUID;
import org.apache.flink.annotation.Internal;

/**
 * The tokens of a job's commits: by which job they were made, and before which checkpoint's
 * barrier, for example {@code 1f0c9a2e.17.b1946ac9-…}.
 */
@Internal
public final class JobToken {
  private static final int PARTS = 3;

  private JobToken() {}

  /** A new token. */
  public static String of(String generation, long checkpoint) {
    return generation + "." + checkpoint + "." + UUID.randomUUID();
  }

  static boolean isOf(String generation, String token) {
    return token.startsWith(generation + ".");
  }

  /** Empty where the token does not tell, and for what was written at the end of the input. */
  static OptionalLong checkpoint(String token) {
    String[] parts = token.split("\\.");
    if (parts.length != PARTS) {
      return OptionalLong.empty();
    }
    long checkpoint = Long.parseLong(parts[1]);
    return checkpoint == FileChanges.END_OF_INPUT
        ? OptionalLong.empty()
        : OptionalLong.of(checkpoint);
  }
}
