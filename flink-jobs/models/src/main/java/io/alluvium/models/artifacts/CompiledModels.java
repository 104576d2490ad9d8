package io.alluvium.models.artifacts;

import io.alluvium.models.compile.CompiledModel;
import io.alluvium.models.compile.JobScript;
import io.alluvium.models.graph.Node.ModelNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The compiled text of each model: a view is in several jobs, its own job's is the one to show. */
public final class CompiledModels {
  private final Map<ModelNode, CompiledModel> models = new HashMap<>();

  private CompiledModels() {}

  public static CompiledModels of(Map<String, JobScript> scripts) {
    CompiledModels all = new CompiledModels();
    for (JobScript script : scripts.values()) {
      for (CompiledModel model : script.models()) {
        if (model.node().model().config().job().equals(script.job())) {
          all.models.put(model.node(), model);
        } else {
          all.models.putIfAbsent(model.node(), model);
        }
      }
    }
    return all;
  }

  /** Empty for a view that no job reads. */
  public Optional<CompiledModel> of(ModelNode node) {
    return Optional.ofNullable(models.get(node));
  }
}
