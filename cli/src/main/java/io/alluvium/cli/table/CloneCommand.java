package io.alluvium.cli.table;

import io.alluvium.connectors.delta.maintenance.CloneResult;
import io.alluvium.connectors.delta.maintenance.TableMaintenance;
import java.io.IOException;
import java.util.OptionalLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code alluvium table clone}. */
@Command(
    name = "clone",
    description = {
      "Makes a table that reads the files of another until it rewrites them: no file is copied.",
      "VACUUM or dropping of the other table breaks it."
    })
final class CloneCommand extends OneTable {
  @Parameters(
      index = "1",
      paramLabel = "TARGET",
      description = "The new table, as TABLE. Its layer must be there.")
  private String target;

  @Option(
      names = "--version",
      paramLabel = "N",
      description = "The version to clone. Default: the latest.")
  private Long version;

  @Override
  int run(TableMaintenance maintenance) throws IOException {
    CloneResult result =
        maintenance.cloneTo(
            location().newPath(target),
            version == null ? OptionalLong.empty() : OptionalLong.of(version));
    print(
        new Outcome()
            .with("table", target)
            .with("source", table())
            .with("source_version", result.sourceVersion())
            .with("files", result.files())
            .with("bytes", result.bytes()));
    return DONE;
  }
}
