package io.alluvium.connectors.delta.maintenance;

import io.alluvium.connectors.delta.DeltaException;
import io.alluvium.connectors.delta.kernel.DataFile;
import io.alluvium.connectors.delta.kernel.DeltaSnapshot;
import io.alluvium.connectors.delta.kernel.DeltaTable;
import io.alluvium.connectors.delta.kernel.LogChange;
import io.alluvium.connectors.delta.kernel.OptimisticCommit;
import io.alluvium.connectors.delta.kernel.TablePaths;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** Gives a table the rows, schema and properties of one that was built in a folder of its own. */
final class Replacement {
  /** Stands in the log's paths as it is. */
  private static final Pattern FOLDER = Pattern.compile("[A-Za-z0-9-]+(?:/[A-Za-z0-9-]+)*");

  private final DeltaTable table;
  private final String folder;

  Replacement(DeltaTable table, String folder) {
    if (!FOLDER.matcher(folder).matches()) {
      throw new DeltaException(
          "Cannot replace table "
              + table.path()
              + " by folder '"
              + folder
              + "' of it: its name may have letters, digits and '-' only.");
    }
    this.table = table;
    this.folder = folder;
  }

  ReplaceResult run() {
    String path = table.path() + (table.path().endsWith("/") ? "" : "/") + folder;
    DeltaSnapshot built = DeltaTable.at(path).snapshot();
    TableFeatureCheck.check(path, built, "REPLACE");
    List<DataFile> wanted =
        built.files().stream().map(file -> TablePaths.below(folder, file)).toList();
    FileDifference[] made = new FileDifference[1];
    OptionalLong version =
        new OptimisticCommit(table, "REPLACE")
            .ofBuild(folder)
            .commit(
                current -> {
                  made[0] = FileDifference.between(current.files(), wanted);
                  boolean nothing =
                      made[0].added().isEmpty()
                          && made[0].removed().isEmpty()
                          && current.rowType().equals(built.rowType());
                  return nothing
                      ? Optional.empty()
                      : Optional.of(
                          new LogChange(made[0].added(), made[0].removed(), true, built, null));
                });
    return new ReplaceResult(
        version.orElseGet(() -> table.snapshot().version()),
        made[0].added().size(),
        made[0].removed().size());
  }
}
