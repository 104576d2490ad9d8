package io.alluvium.udfs.privacy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.flink.table.api.ValidationException;

/** Where the key of pseudonyms is: never in a statement, which plans and logs show. */
final class PseudonymKey {
  static final String VARIABLE = "ALLUVIUM_PSEUDONYM_KEY";
  static final String FILE_VARIABLE = "ALLUVIUM_PSEUDONYM_KEY_FILE";
  private static final int LEAST_BYTES = 16;

  private PseudonymKey() {}

  /**
   * @throws ValidationException that says how to give one, where there is none or it is short
   */
  static byte[] of(Map<String, String> environment) {
    String text = environment.get(VARIABLE);
    String file = environment.get(FILE_VARIABLE);
    if (text == null && file != null) {
      try {
        text = Files.readString(Path.of(file)).strip();
      } catch (IOException e) {
        throw new ValidationException(
            "PSEUDONYM: the file " + file + " that " + FILE_VARIABLE + " names cannot be read.", e);
      }
    }
    if (text == null) {
      throw new ValidationException(
          "PSEUDONYM needs a key: set "
              + FILE_VARIABLE
              + " or "
              + VARIABLE
              + " for the processes that run the job.");
    }
    byte[] key = text.getBytes(StandardCharsets.UTF_8);
    if (key.length < LEAST_BYTES) {
      throw new ValidationException(
          "PSEUDONYM: the key has " + key.length + " bytes; it needs " + LEAST_BYTES + ".");
    }
    return key;
  }
}
