package io.alluvium.models.lineage;

import io.alluvium.models.graph.Node;
import io.alluvium.models.graph.Node.ModelNode;
import io.alluvium.models.lineage.ModelLineage.Input;
import io.alluvium.models.project.Materialization;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Puts what views read in the place of the views. */
final class TableLineage {
  private final ProjectLineage project;

  TableLineage(ProjectLineage project) {
    this.project = project;
  }

  ModelLineage of(ModelLineage lineage) {
    if (lineage.problem().isPresent()) {
      return lineage;
    }
    Map<String, List<Input>> columns = new LinkedHashMap<>();
    Set<Input> rows = new LinkedHashSet<>(inPlaceOf(lineage.rows()));
    lineage
        .columns()
        .forEach(
            (column, inputs) -> {
              columns.put(column, inPlaceOf(inputs));
              inputs.forEach(input -> rows.addAll(rowsOf(input.node())));
            });
    lineage.rows().forEach(input -> rows.addAll(rowsOf(input.node())));
    for (ModelLineage view : views(lineage)) {
      if (view.problem().isPresent()) {
        return view;
      }
    }
    return new ModelLineage(columns, List.copyOf(rows), Optional.empty());
  }

  private List<ModelLineage> views(ModelLineage lineage) {
    return lineage.columns().values().stream()
        .flatMap(List::stream)
        .map(Input::node)
        .distinct()
        .flatMap(node -> view(node).stream())
        .toList();
  }

  private List<Input> inPlaceOf(List<Input> inputs) {
    Set<Input> all = new LinkedHashSet<>();
    for (Input input : inputs) {
      Optional<ModelLineage> view = view(input.node());
      if (view.isEmpty()) {
        all.add(input);
      } else {
        for (Input inner : view.get().columns().getOrDefault(input.column(), List.of())) {
          all.add(new Input(inner.node(), inner.column(), both(input.use(), inner.use())));
        }
      }
    }
    return List.copyOf(all);
  }

  private List<Input> rowsOf(Node node) {
    return view(node).map(ModelLineage::rows).orElse(List.of());
  }

  private Optional<ModelLineage> view(Node node) {
    return node instanceof ModelNode model
            && model.model().config().materialization() == Materialization.VIEW
        ? project.betweenTables(model)
        : Optional.empty();
  }

  private static ColumnUse both(ColumnUse outer, ColumnUse inner) {
    if (outer == ColumnUse.IDENTITY) {
      return inner;
    }
    return outer.isDirect() ? inner.within(outer) : outer;
  }
}
