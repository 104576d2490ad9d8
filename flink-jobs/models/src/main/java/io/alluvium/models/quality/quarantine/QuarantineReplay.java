package io.alluvium.models.quality.quarantine;

import io.alluvium.connectors.delta.kernel.DeltaSnapshot;
import io.alluvium.connectors.delta.kernel.DeltaTable;
import io.alluvium.definitions.Similar;
import io.alluvium.models.ModelException;
import io.alluvium.models.graph.ModelGraph;
import io.alluvium.models.graph.Node;
import io.alluvium.models.graph.Node.ModelNode;
import io.alluvium.models.quality.CheckedRows;
import io.alluvium.models.quality.ModelRules;
import io.alluvium.models.quality.RowChecks;
import io.alluvium.models.quality.RowJson;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.table.types.logical.LogicalType;

/**
 * Brings rows back that are in quarantine and keep the rules as they are now, each once, whatever
 * fails in between.
 *
 * <p>Rows of a table without a key are added to it, while the job runs or not; see {@link
 * AppendReplay}. A table with a key and its quarantine are made to agree with the rules, both ways;
 * the job must not run meanwhile; see {@link KeyedReplay}.
 */
public final class QuarantineReplay {
  private final ModelGraph graph;
  private final String lakePath;
  private final Configuration flink;

  /**
   * @param lakePath the lake's folder, as a Flink path
   * @param flink of the batch jobs, without checkpoints, as what is written is to appear at once
   */
  public QuarantineReplay(ModelGraph graph, String lakePath, Configuration flink) {
    this.graph = graph;
    this.lakePath = lakePath;
    this.flink = flink;
  }

  /** Whether the model's rows have a key, so that its job must not run meanwhile. */
  public boolean isKeyed(String model) {
    node(model);
    DeltaTable quarantine = new QuarantineLake(lakePath, flink).table(CheckedRows.SCHEMA, model);
    return quarantine.exists() && !quarantine.snapshot().primaryKey().isEmpty();
  }

  /**
   * Replays a model's rows.
   *
   * @throws ModelException where there is no such model, or its rows cannot come back
   * @throws Exception where a job fails; running again is safe
   */
  public ReplayResult run(String model) throws Exception {
    ModelNode node = node(model);
    QuarantineLake lake = new QuarantineLake(lakePath, flink);
    DeltaTable quarantine = lake.table(CheckedRows.SCHEMA, model);
    DeltaTable table = lake.table(node.schema(), node.table());
    if (!quarantine.exists() || !table.exists()) {
      return new ReplayResult(0, 0, 0, 0);
    }
    DeltaSnapshot target = table.snapshot();
    Map<String, LogicalType> columns = new LinkedHashMap<>();
    target.rowType().getFields().forEach(field -> columns.put(field.getName(), field.getType()));
    List<String> lossy = RowJson.lossy(columns);
    if (!lossy.isEmpty()) {
      throw new ModelException(
          node.file()
              + ": the columns "
              + String.join(", ", lossy)
              + " cannot be had back from the JSON of a quarantine; rebuild the table instead, with"
              + " 'alluvium models run --full-refresh'");
    }
    RowChecks checks = new ModelRules(graph).of(node, columns);
    Replayed replayed =
        new Replayed(
            node,
            columns,
            new CheckedRows(
                model,
                CheckedRows.quarantine(model),
                columns,
                quarantine.snapshot().primaryKey(),
                checks));
    return quarantine.snapshot().primaryKey().isEmpty()
        ? new AppendReplay(lake, replayed).run()
        : new KeyedReplay(lake, replayed).run();
  }

  private ModelNode node(String model) {
    Node node = graph.named(model);
    if (node instanceof ModelNode found) {
      return found;
    }
    throw new ModelException(
        "There is no model '"
            + model
            + "'"
            + Similar.hint(model, graph.models().stream().map(Node::name).toList()));
  }
}
