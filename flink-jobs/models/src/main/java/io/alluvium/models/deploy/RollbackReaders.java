package io.alluvium.models.deploy;

import io.alluvium.models.graph.ModelGraph;
import io.alluvium.models.graph.Node;
import io.alluvium.models.graph.Node.ModelNode;
import io.alluvium.models.project.Materialization;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The models of other jobs that read tables of which rows are undone. */
record RollbackReaders(ModelGraph graph, String job) {

  List<PlannedRollback.Reader> of(List<PlannedRollback.Table> tables) {
    Map<String, String> undone = new LinkedHashMap<>();
    for (PlannedRollback.Table table : tables) {
      if (!table.plan().isNothing()) {
        undone.put(table.model(), table.name());
      }
    }
    List<PlannedRollback.Reader> readers = new ArrayList<>();
    for (ModelNode node : graph.models()) {
      if (undone.containsKey(node.id())) {
        find(node, node, undone.get(node.id()), readers);
      }
    }
    readers.sort(
        Comparator.comparing(PlannedRollback.Reader::job)
            .thenComparing(PlannedRollback.Reader::model)
            .thenComparing(PlannedRollback.Reader::table));
    return readers.stream().distinct().toList();
  }

  /** Through views, which are a part of those that read them. */
  private void find(
      Node read, ModelNode model, String table, List<PlannedRollback.Reader> readers) {
    for (Node child : graph.children(read)) {
      if (!(child instanceof ModelNode reader)) {
        continue;
      }
      Materialization kind = reader.model().config().materialization();
      if (kind == Materialization.VIEW) {
        find(reader, model, table, readers);
      } else if (!reader.model().config().job().equals(job)) {
        readers.add(
            new PlannedRollback.Reader(
                reader.model().config().job(),
                reader.name(),
                table,
                !Fingerprints.grows(model),
                kind == Materialization.PUSH));
      }
    }
  }
}
