package io.alluvium.models;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Puts models behind those whose tables and views they read. */
final class ModelOrder {
  private final Map<String, Model> byCreated = new HashMap<>();
  private final Set<Model> done = new LinkedHashSet<>();
  private final Set<Model> underWay = new LinkedHashSet<>();

  private ModelOrder() {}

  /** The same order for the same models, in whichever order they are given. */
  static List<Model> of(List<Model> models) {
    ModelOrder order = new ModelOrder();
    List<Model> sorted = new ArrayList<>(models);
    sorted.sort((one, other) -> one.name().compareTo(other.name()));
    for (Model model : sorted) {
      for (String name : model.creates()) {
        Model former = order.byCreated.put(name, model);
        if (former != null) {
          throw new ModelException(
              name + " is created by two models: " + former.name() + " and " + model.name() + ".");
        }
      }
    }
    sorted.forEach(order::visit);
    return List.copyOf(order.done);
  }

  private void visit(Model model) {
    if (done.contains(model)) {
      return;
    }
    if (!underWay.add(model)) {
      throw new ModelException(
          "Models read one another in a circle: "
              + String.join(", ", underWay.stream().map(Model::name).toList())
              + ".");
    }
    model.mentions().stream()
        .sorted()
        .map(byCreated::get)
        .filter(read -> read != null && !read.equals(model))
        .forEach(this::visit);
    underWay.remove(model);
    done.add(model);
  }
}
