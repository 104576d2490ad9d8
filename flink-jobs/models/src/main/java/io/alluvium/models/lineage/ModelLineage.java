package io.alluvium.models.lineage;

import io.alluvium.models.graph.Node;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the columns of a model come from, in the models, seeds and sources that it reads.
 *
 * @param columns by the model's column, in order; an empty list for a constant
 * @param rows what decides which rows there are
 * @param problem why it is not known; then there are no columns
 */
public record ModelLineage(
    Map<String, List<Input>> columns, List<Input> rows, Optional<String> problem) {
  /** A column of a node, and how it is used. */
  public record Input(Node node, String column, ColumnUse use) {}

  static ModelLineage unknown(String problem) {
    return new ModelLineage(Map.of(), List.of(), Optional.of(problem));
  }
}
