package io.alluvium.state.trial;

import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.state.keys.StateContents;
import io.alluvium.state.savepoint.OperatorEntry;
import io.alluvium.state.savepoint.StateEntry;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class OperatorTrialTest {
  private static final String UID = "gold.total/group-aggregate";

  private final OperatorEntry before = operator(true, "totals", "splits");
  private final List<StateContents> contents = List.of(contents("totals", 7, 42));

  @Test
  void theSameIsProven() {
    OperatorTrial trial = OperatorTrial.compare(UID, before, contents, before, contents);

    assertThat(trial).isEqualTo(new OperatorTrial(UID, 7, List.of()));
  }

  @Test
  void keysThatAreGoneAreCounted() {
    assertThat(differences(before, List.of(contents("totals", 5, 41))))
        .containsExactly("totals: 5 of 7 keys");
    assertThat(differences(before, List.of())).containsExactly("totals: 0 of 7 keys");
  }

  @Test
  void otherValuesAreTold() {
    assertThat(differences(before, List.of(contents("totals", 7, 43))))
        .containsExactly("totals: other values than before");
  }

  @Test
  void statesThatComeAndGoAreTold() {
    OperatorEntry renamed = operator(true, "totals", "counts");

    assertThat(differences(renamed, contents))
        .containsExactly(
            "splits: not there any more", "counts: begins empty, the savepoint does not have it");
  }

  @Test
  void coordinatorsCount() {
    assertThat(differences(operator(false, "totals", "splits"), contents))
        .containsExactly("its coordinator has no state any more");
  }

  @Test
  void anOperatorThatIsGoneHasLostAll() {
    assertThat(OperatorTrial.compare(UID, before, contents, null, List.of()).differences())
        .containsExactly(
            "totals: 0 of 7 keys",
            "splits: not there any more",
            "its coordinator has no state any more");
  }

  private List<String> differences(OperatorEntry now, List<StateContents> contentsNow) {
    return OperatorTrial.compare(UID, before, contents, now, contentsNow).differences();
  }

  private static OperatorEntry operator(boolean hasCoordinator, String... states) {
    return new OperatorEntry(
        "id",
        "",
        1,
        128,
        10,
        Stream.of(states).map(name -> new StateEntry(name, "VALUE", "", "", false)).toList(),
        List.of(),
        hasCoordinator);
  }

  private static StateContents contents(String state, long keys, long digest) {
    return new StateContents(state, "VALUE", List.of(keys), digest, List.of());
  }
}
