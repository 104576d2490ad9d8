package io.alluvium.models.deploy;

import io.alluvium.connectors.delta.kernel.DeltaTable;
import io.alluvium.connectors.delta.maintenance.TableMaintenance;
import io.alluvium.models.ModelException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.utils.LogicalTypeParser;

/** The tables of models in the lake. */
final class LakeTables {
  private final String lake;

  /**
   * @param lake a URI
   */
  LakeTables(String lake) {
    this.lake = lake.endsWith("/") ? lake : lake + "/";
  }

  String path(DeployedModel model) {
    return lake + model.folder();
  }

  boolean exists(DeployedModel model) {
    return DeltaTable.at(path(model)).exists();
  }

  boolean holdsRows(DeployedModel model) {
    DeltaTable table = DeltaTable.at(path(model));
    return table.exists() && !table.snapshot().files().isEmpty();
  }

  /** Gives the model's table what was built beside it, in one commit. Repeating it does nothing. */
  void swap(DeployedModel model, Generation generation) {
    TableMaintenance.of(path(model)).replaceBy(generation.buildFolder());
  }

  /** Gives the model's table the columns that it lacks. Repeating it does nothing. */
  void addColumns(DeployedModel model) {
    Takeover takeover = model.takeover();
    if (takeover == null || takeover.added().isEmpty()) {
      return;
    }
    List<RowType.RowField> fields = new ArrayList<>();
    takeover
        .added()
        .forEach(
            (name, type) ->
                fields.add(
                    new RowType.RowField(
                        name, LogicalTypeParser.parse(type, LakeTables.class.getClassLoader()))));
    DeltaTable.at(path(model)).addColumns(new RowType(fields));
  }

  /** Removes the log of what was built; its files are the table's. */
  void forgetBuild(DeployedModel model, Generation generation) {
    delete(path(model) + "/" + generation.buildFolder() + "/_delta_log");
  }

  /** Removes what was built and is not wanted any more. */
  void discardBuild(DeployedModel model, Generation generation) {
    delete(path(model) + "/" + generation.buildFolder());
  }

  private static void delete(String folder) {
    Path path = new Path(folder);
    try {
      FileSystem files = path.getFileSystem();
      if (files.exists(path)) {
        files.delete(path, true);
      }
    } catch (IOException e) {
      throw new ModelException("The folder " + folder + " cannot be removed: " + e.getMessage(), e);
    }
  }
}
