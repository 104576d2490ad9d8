package io.alluvium.models.artifacts;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.alluvium.models.ModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * The last result of each node, of whichever command: {@code run_results.json} has those of one
 * command only, so that {@code run} would hide what {@code test} found.
 */
public final class LastResults {
  private final Map<String, Map<String, Object>> byNode;

  private LastResults(Map<String, Map<String, Object>> byNode) {
    this.byNode = byNode;
  }

  /**
   * @param file may be missing: then there are none
   */
  public static LastResults read(Path file) {
    if (!Files.isRegularFile(file)) {
      return new LastResults(new TreeMap<>());
    }
    try {
      return new LastResults(
          new ObjectMapper()
              .readValue(
                  file.toFile(), new TypeReference<TreeMap<String, Map<String, Object>>>() {}));
    } catch (IOException e) {
      throw new ModelException(
          file + " cannot be read; remove it, and the next command writes it anew", e);
    }
  }

  /** These, with those of a later command in their place. */
  public LastResults and(RunResults later) {
    Map<String, Map<String, Object>> all = new TreeMap<>(byNode);
    all.putAll(later.byNode());
    return new LastResults(all);
  }

  /** As in {@code run_results.json}, with {@code command} and {@code begun_at}. */
  public Map<String, Map<String, Object>> byNode() {
    return byNode;
  }

  public String json() {
    return JsonText.of(byNode);
  }
}
