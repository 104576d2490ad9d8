package io.alluvium.cli.ingest;

import io.alluvium.cdc.CdcJob;
import io.alluvium.cdc.capture.CdcException;
import io.alluvium.cdc.check.SlotState;
import io.alluvium.cdc.pipeline.CdcPipeline;
import java.util.Map;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
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

  @Override
  boolean wants(String metric) {
    return CaptureProgress.wants(metric);
  }

  @Override
  String progress(Map<String, Double> metrics) {
    return new CaptureProgress(metrics).text();
  }

  static String text(SlotState slot) {
    return "slot "
        + slot.name()
        + " at "
        + slot.position()
        + (slot.lost() ? ", LOST" : ", " + CaptureProgress.mebibytes(slot.lagBytes()) + " behind");
  }
}
