package io.alluvium.models.unittest;

import io.alluvium.definitions.DefinitionValue;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What must not change a model's result. */
enum Variation {
  /** Nothing asks for the time, for chance, or for what another table has at the moment. */
  DETERMINISTIC,
  /** Rows come in other orders. */
  REORDERED,
  /** Rows come as late as they may. */
  LATE,
  /** Rows come twice, where what writes them may repeat. */
  REPEATED,
  /** Several tasks work on the rows. */
  PARALLEL,
  /** The job fails after a checkpoint, and goes on from it. */
  CRASHED;

  String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Those that a test leaves out, with the reason: {@code config.meta.alluvium.without}.
   *
   * @throws io.alluvium.definitions.DefinitionException where one is unknown or has no reason
   */
  static Map<Variation, String> without(DefinitionValue test) {
    Map<Variation, String> without = new EnumMap<>(Variation.class);
    test.get("config")
        .flatMap(config -> config.get("meta"))
        .flatMap(meta -> meta.get("alluvium"))
        .flatMap(own -> own.get("without"))
        .ifPresent(
            given -> {
              for (String name : given.names()) {
                Variation variation =
                    Arrays.stream(values())
                        .filter(known -> known.text().equals(name))
                        .findFirst()
                        .orElseThrow(() -> given.error("there is no variation '" + name + hint()));
                String reason =
                    given
                        .get(name)
                        .map(DefinitionValue::text)
                        .filter(text -> !text.isBlank())
                        .orElseThrow(
                            () -> given.error("'" + name + "' needs the reason as its value"));
                without.put(variation, reason);
              }
            });
    return without;
  }

  private static String hint() {
    List<String> names = Arrays.stream(values()).map(Variation::text).toList();
    return "'; there are " + String.join(", ", names);
  }
}
