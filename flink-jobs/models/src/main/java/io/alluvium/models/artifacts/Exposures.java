package io.alluvium.models.artifacts;

import io.alluvium.definitions.DefinitionValue;
import io.alluvium.models.graph.ModelGraph;
import io.alluvium.models.graph.Node;
import java.util.ArrayList;
import java.util.List;

/** What exposures of a project read. */
final class Exposures {
  private Exposures() {}

  /**
   * @throws io.alluvium.definitions.DefinitionException where one names what is not there
   */
  static List<Node> reads(ModelGraph graph, DefinitionValue exposure) {
    List<Node> reads = new ArrayList<>();
    List<DefinitionValue> items =
        exposure.get("depends_on").map(DefinitionValue::items).orElse(List.of());
    for (DefinitionValue item : items) {
      List<Node> named = Calls.in(graph, item.text());
      if (named.isEmpty()) {
        throw item.error(
            "'"
                + item.text()
                + "' is no model, seed or source of this project, as ref('…') or source('…', '…')");
      }
      reads.addAll(named);
    }
    return reads;
  }
}
