package io.alluvium.state.gate;

import java.util.List;
import java.util.Optional;

/**
 * What becomes of a model.
 *
 * @param model the table that it writes, as {@code schema.table}
 * @param reasons for people
 * @param restart from when on its totals count, where they start anew
 * @param silent what would go wrong without an error if all state were restored all the same
 */
public record ModelVerdict(
    String model,
    Verdict verdict,
    List<String> reasons,
    Optional<String> restart,
    List<String> silent) {
  public ModelVerdict {
    reasons = List.copyOf(reasons);
    silent = List.copyOf(silent);
  }
}
