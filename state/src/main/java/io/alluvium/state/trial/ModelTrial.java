package io.alluvium.state.trial;

import java.util.Collection;
import java.util.List;
import java.util.Locale;

/**
 * What a trial has shown of a model.
 *
 * @param isProven whether its state was restored as it had been
 * @param text for people
 */
public record ModelTrial(boolean isProven, String text) {

  /**
   * @param uids of the model's operators
   */
  public static ModelTrial of(Collection<String> uids, TrialOutcome outcome) {
    if (outcome.refusal().isPresent()) {
      return new ModelTrial(false, "Flink refuses the savepoint: " + outcome.refusal().get());
    }
    List<OperatorTrial> own =
        outcome.operators().stream().filter(operator -> uids.contains(operator.uid())).toList();
    List<String> differences =
        own.stream()
            .flatMap(
                operator ->
                    operator.differences().stream().map(text -> operator.uid() + ": " + text))
            .toList();
    if (!differences.isEmpty()) {
      return new ModelTrial(false, "restored otherwise: " + String.join("; ", differences));
    }
    if (own.isEmpty()) {
      // Sources have state at least, so that nothing was tried.
      return new ModelTrial(
          false, "not in the savepoint, which is of another job, or of before the model ran");
    }
    return new ModelTrial(
        true,
        String.format(
            Locale.ROOT,
            "restored from a savepoint: %d %s and %d %s, all as they were",
            own.size(),
            own.size() == 1 ? "operator" : "operators",
            keys(own),
            keys(own) == 1 ? "key" : "keys"));
  }

  private static long keys(List<OperatorTrial> operators) {
    return operators.stream().mapToLong(OperatorTrial::keys).sum();
  }
}
