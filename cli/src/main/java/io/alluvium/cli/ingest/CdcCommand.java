package io.alluvium.cli.ingest;

import io.alluvium.cdc.CdcJob;
import io.alluvium.cdc.Databases;
import io.alluvium.cdc.capture.CapturedDatabase;
import io.alluvium.cdc.capture.CdcException;
import io.alluvium.cdc.check.SlotState;
import io.alluvium.cdc.pipeline.CdcPipeline;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code alluvium ingest cdc}: captures a database. */
@Command(
    name = "cdc",
    description = {
      "Captures tables of a database: all rows, and then every change, exactly once.",
      "Each table becomes a bronze table with one row per change; columns that the source gains are"
          + " followed without a restart.",
      "",
      "  alluvium ingest cdc cdc/pipelines/shop.yaml",
      "  alluvium ingest cdc --database-url postgresql://me@localhost/shop --tables 'public.*'",
      ""
    },
    subcommands = {CdcCheckCommand.class, CdcSlotsCommand.class})
final class CdcCommand extends RunsHere {
  private static final Logger LOG = LoggerFactory.getLogger(CdcCommand.class);

  @Mixin private WhichDatabase database;
  private CdcPipeline pipeline;

  private CdcPipeline pipeline() {
    if (pipeline == null) {
      pipeline = database.pipeline(run().lake());
    }
    return pipeline;
  }

  @Override
  String jobName() {
    return pipeline().name();
  }

  @Override
  void define(StreamExecutionEnvironment environment) {
    if (pipeline().parallelism() > environment.getParallelism()) {
      throw new CdcException(
          "The pipeline has parallelism "
              + pipeline().parallelism()
              + ", for which this needs --parallelism "
              + pipeline().parallelism()
              + " or more.");
    }
    CdcJob.define(environment, pipeline());
  }

  /** How far the server has to keep its log. */
  @Override
  String progress(Map<String, Double> metrics) {
    try (CapturedDatabase source = Databases.connect(pipeline().source())) {
      Optional<SlotState> slot = source.slot();
      return slot.map(CdcCommand::text).orElse("");
    } catch (CdcException e) {
      // The job waits for the database as well, and says so if it gives up.
      LOG.info("The database does not tell the slot's state", e);
      return "database not reached";
    }
  }

  static String text(SlotState slot) {
    return "slot "
        + slot.name()
        + " at "
        + slot.position()
        + (slot.lost()
            ? ", LOST"
            : String.format(Locale.ROOT, ", %.1f MiB behind", slot.lagBytes() / 1048576.0));
  }
}
