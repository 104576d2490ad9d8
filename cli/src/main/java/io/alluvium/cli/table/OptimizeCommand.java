package io.alluvium.cli.table;

import io.alluvium.connectors.delta.maintenance.OptimizeOptions;
import io.alluvium.connectors.delta.maintenance.OptimizeResult;
import io.alluvium.connectors.delta.maintenance.TableMaintenance;
import java.io.IOException;
import org.apache.flink.configuration.MemorySize;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** {@code alluvium table optimize}. */
@Command(
    name = "optimize",
    description = {
      "Puts small files together, and writes anew those with many deleted rows.",
      "Jobs may write the table meanwhile; readers that follow it see no change."
    },
    exitCodeList = {
      "0:done, or there was nothing to do",
      "1:it failed; the message and the log say why. What was committed until then stays",
      "2:refused, nothing is changed: the message says what to change",
      "3:another writer changed some of the files meanwhile; these are left as they are"
    })
final class OptimizeCommand extends OneTable {
  private static final int SKIPPED = 3;

  @Option(
      names = "--where",
      paramLabel = "CONDITION",
      description =
          "Partitions to optimize, for example \"day >= '2026-05-01' AND site = 'Z'\"."
              + " Default: all.")
  private String where;

  @Option(
      names = "--target-size",
      paramLabel = "SIZE",
      description = "Of a file, for example '64 mb'. Default: 256 mb")
  private String targetSize;

  @Option(
      names = "--max-deleted-share",
      paramLabel = "SHARE",
      description = "Files with a greater share of deleted rows are written anew. Default: 0.1")
  private Double maxDeletedShare;

  @Option(
      names = "--owned-files",
      description =
          "Also where the files belong to a copy-on-write sink, which cannot go on from its state"
              + " afterwards.")
  private boolean ownedFiles;

  @Override
  int run(TableMaintenance maintenance) throws IOException {
    OptimizeResult result = maintenance.optimize(options(), progress("bytes rewritten"));
    print(
        new Outcome()
            .with("table", table())
            .with("version", result.version())
            .with("commits", result.commits())
            .with("files_removed", result.filesRemoved())
            .with("files_added", result.filesAdded())
            .with("bytes_removed", result.bytesRemoved())
            .with("bytes_added", result.bytesAdded())
            .with("files_skipped", result.filesSkipped()));
    if (result.filesSkipped() == 0) {
      return DONE;
    }
    tell(
        "alluvium: "
            + result.filesSkipped()
            + " files of table "
            + table()
            + " were changed by another writer meanwhile and are left as they are. Run it again.");
    return SKIPPED;
  }

  private OptimizeOptions options() {
    OptimizeOptions options = OptimizeOptions.defaults().withOwnedFiles(ownedFiles);
    if (where != null) {
      options = options.withWhere(where);
    }
    if (targetSize != null) {
      options = options.withTargetFileSize(bytes(targetSize));
    }
    if (maxDeletedShare != null) {
      if (!(maxDeletedShare >= 0 && maxDeletedShare <= 1)) {
        throw new ParameterException(
            spec().commandLine(),
            "--max-deleted-share must be from 0 to 1, not " + maxDeletedShare);
      }
      options = options.withMaxDeletedShare(maxDeletedShare);
    }
    return options;
  }

  private long bytes(String size) {
    long bytes;
    try {
      bytes = MemorySize.parseBytes(size);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(
          spec().commandLine(),
          "--target-size '" + size + "' is no size. Write for example '64 mb'",
          e);
    }
    if (bytes == 0) {
      throw new ParameterException(spec().commandLine(), "--target-size must be more than 0");
    }
    return bytes;
  }
}
