package io.alluvium.state.trial;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ModelTrialTest {
  private static final List<String> UIDS = List.of("total/source", "total/aggregate");

  @Test
  void whatIsAsItWasIsProven() {
    assertThat(trial(operator("total/source", 0), operator("total/aggregate", 7)))
        .isEqualTo(
            new ModelTrial(
                true, "restored from a savepoint: 2 operators and 7 keys, all as they were"));
  }

  @Test
  void onlyTheModelsOwnOperatorsCount() {
    assertThat(trial(operator("total/source", 1), operator("other", 5, "accState: 0 of 5 keys")))
        .isEqualTo(
            new ModelTrial(
                true, "restored from a savepoint: 1 operator and 1 key, all as they were"));
  }

  @Test
  void differencesAreTold() {
    assertThat(trial(operator("total/aggregate", 7, "accState: 5 of 7 keys")))
        .isEqualTo(
            new ModelTrial(false, "restored otherwise: total/aggregate: accState: 5 of 7 keys"));
  }

  @Test
  void aSavepointOfAnotherJobProvesNothing() {
    assertThat(trial(operator("other", 5)).isProven()).isFalse();
    assertThat(trial().isProven()).isFalse();
  }

  @Test
  void aRefusalProvesNothing() {
    assertThat(ModelTrial.of(UIDS, TrialOutcome.refused("incompatible")))
        .isEqualTo(new ModelTrial(false, "Flink refuses the savepoint: incompatible"));
  }

  private static ModelTrial trial(OperatorTrial... operators) {
    return ModelTrial.of(UIDS, new TrialOutcome(Optional.empty(), List.of(operators)));
  }

  private static OperatorTrial operator(String uid, long keys, String... differences) {
    return new OperatorTrial(uid, keys, List.of(differences));
  }
}
