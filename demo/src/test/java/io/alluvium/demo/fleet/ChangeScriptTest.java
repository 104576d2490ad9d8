package io.alluvium.demo.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ChangeScriptTest {
  private final List<Change> changes = ChangeScript.of(new SimulatedPortfolio(1));

  @Test
  void isTheSameForTheSamePortfolio() {
    assertThat(ChangeScript.of(new SimulatedPortfolio(1))).isEqualTo(changes);
  }

  @Test
  void hasMoreThanOneChangeOfEachKind() {
    assertThat(changes).extracting(Change::number).startsWith(1, 2, 3).doesNotHaveDuplicates();
    for (String kind : List.of("base_temperature", "floor_area", "SET station", "DELETE")) {
      assertThat(changes).filteredOn(change -> change.sql().contains(kind)).hasSizeGreaterThan(1);
    }
  }

  @Test
  void nothingHappensToABuildingThatIsGone() {
    for (Change deletion : changes) {
      if (deletion.sql().startsWith("DELETE")) {
        Object building = deletion.parameters().get(0);
        assertThat(changes.subList(deletion.number(), changes.size()))
            .noneMatch(change -> change.parameters().contains(building));
      }
    }
  }
}
