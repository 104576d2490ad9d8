package io.alluvium.models.project;

import io.alluvium.definitions.DefinitionValue;
import java.util.List;
import java.util.Optional;

/** The data tests of a model, a source's table or a column, under either of their names. */
final class TestList {
  private TestList() {}

  static List<DefinitionValue> of(DefinitionValue tested) {
    Optional<DefinitionValue> former = tested.get("tests");
    Optional<DefinitionValue> current = tested.get("data_tests");
    if (former.isPresent() && current.isPresent()) {
      throw former.get().error("is the former name of data_tests, which is there as well");
    }
    return current.or(() -> former).map(DefinitionValue::items).orElse(List.of());
  }
}
