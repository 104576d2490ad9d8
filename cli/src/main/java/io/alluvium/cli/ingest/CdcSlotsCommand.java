package io.alluvium.cli.ingest;

import io.alluvium.cdc.Databases;
import io.alluvium.cdc.capture.CapturedDatabase;
import io.alluvium.cdc.check.SlotState;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code alluvium ingest cdc slots}: shows a pipeline's replication slot, and drops it if told. */
@Command(
    name = "slots",
    mixinStandardHelpOptions = true,
    description = {
      "Shows how far the server keeps its log for a pipeline.",
      "The slot outlives the job; when the pipeline is given up, --drop lets the server forget."
    })
final class CdcSlotsCommand implements Callable<Integer> {
  @Mixin private WhichDatabase database;

  @Option(names = "--drop", description = "Drops the slot. The pipeline must begin anew then.")
  private boolean drop;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    try (CapturedDatabase source = Databases.connect(database.pipeline("").source())) {
      Optional<SlotState> slot = source.slot();
      if (slot.isEmpty()) {
        out.println("The server keeps nothing for this pipeline.");
      } else {
        out.println(
            CdcCommand.text(slot.get()) + (slot.get().active() ? ", read by a job just now" : ""));
        if (drop) {
          source.dropSlot();
          out.println("Dropped.");
        }
      }
    }
    out.flush();
    return 0;
  }
}
