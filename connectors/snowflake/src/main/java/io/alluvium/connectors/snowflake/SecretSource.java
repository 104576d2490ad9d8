package io.alluvium.connectors.snowflake;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import javax.annotation.Nullable;

/**
 * Where a secret is read when it is needed: a file, or a variable of the environment. The secret
 * itself is never part of a plan.
 *
 * @param option that named it, for messages
 */
record SecretSource(String option, @Nullable String file, @Nullable String environment)
    implements Serializable {

  String read() throws IOException {
    if (file != null) {
      try {
        return Files.readString(Path.of(file)).strip();
      } catch (NoSuchFileException e) {
        throw new SnowflakeException(
            "Option '" + option + "' names the file " + file + ", which is not there.", e);
      }
    }
    String value = System.getenv(environment);
    if (value == null || value.isBlank()) {
      throw new SnowflakeException(
          "Option '"
              + option
              + "' names the environment variable "
              + environment
              + ", which is not set on this TaskManager.");
    }
    return value.strip();
  }
}
