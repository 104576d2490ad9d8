package io.alluvium.connectors.cosmos.store;

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
public record SecretSource(String option, @Nullable String file, @Nullable String environment)
    implements Serializable {

  /**
   * @throws CosmosStoreException where there is none
   */
  public String read() throws IOException {
    if (file != null) {
      try {
        return Files.readString(Path.of(file)).strip();
      } catch (NoSuchFileException e) {
        throw new CosmosStoreException(
            "Option '" + option + "' names the file " + file + ", which is not there.", e);
      }
    }
    String value = System.getenv(environment);
    if (value == null || value.isBlank()) {
      throw new CosmosStoreException(
          "Option '"
              + option
              + "' names the environment variable "
              + environment
              + ", which is not set in this process.");
    }
    return value.strip();
  }
}
