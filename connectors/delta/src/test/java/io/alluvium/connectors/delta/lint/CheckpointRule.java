package io.alluvium.connectors.delta.lint;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** A checkpoint holds the very table that the commits up to it make. */
final class CheckpointRule implements StateRule {
  private static final String RULE = "checkpoint";

  private final LogFolder log;
  private final Map<Long, List<Path>> checkpoints;
  private final ParquetFiles parquet;

  CheckpointRule(LogFolder log, Map<Long, List<Path>> checkpoints, ParquetFiles parquet) {
    this.log = log;
    this.checkpoints = checkpoints;
    this.parquet = parquet;
  }

  @Override
  public void check(long version, TableState after, Findings findings) {
    List<Path> files = checkpoints.get(version);
    if (files == null) {
      return;
    }
    Commit checkpoint;
    try {
      checkpoint = Checkpoint.read(version, files, log.folder(), parquet);
    } catch (IOException e) {
      findings.add(version, RULE, "cannot be read: " + e.getMessage());
      return;
    }
    compareFiles(version, checkpoint, after, findings);
    compareTransactions(version, checkpoint, after, findings);
    compareSingle(version, "metaData", checkpoint, after.metaData(), "id", findings);
    compareSingle(version, "metaData", checkpoint, after.metaData(), "schemaString", findings);
    compareSingle(version, "protocol", checkpoint, after.protocol(), "minReaderVersion", findings);
    compareSingle(version, "protocol", checkpoint, after.protocol(), "minWriterVersion", findings);
  }

  private static void compareFiles(
      long version, Commit checkpoint, TableState after, Findings findings) {
    Map<LogicalFile, JsonNode> held = new java.util.LinkedHashMap<>();
    for (JsonNode add : checkpoint.all("add")) {
      if (held.put(LogicalFile.of(add), add) != null) {
        findings.add(version, RULE, "holds " + LogicalFile.of(add) + " twice");
      }
    }
    for (LogicalFile file : held.keySet()) {
      if (!after.active().containsKey(file)) {
        findings.add(version, RULE, "holds " + file + ", which is not active");
      }
    }
    after
        .active()
        .forEach(
            (file, add) -> {
              JsonNode copy = held.get(file);
              if (copy == null) {
                findings.add(version, RULE, "lacks " + file);
                return;
              }
              for (String field : List.of("size", "modificationTime")) {
                if (copy.path(field).asLong() != add.path(field).asLong()) {
                  findings.add(
                      version,
                      RULE,
                      field
                          + " of "
                          + file
                          + " is "
                          + copy.path(field)
                          + ", was "
                          + add.path(field));
                }
              }
              if (!partitionValues(copy).equals(partitionValues(add))) {
                findings.add(
                    version,
                    RULE,
                    "partition values of " + file + " are " + copy.path("partitionValues"));
              }
            });
  }

  private static Map<String, String> partitionValues(JsonNode add) {
    Map<String, String> values = new TreeMap<>();
    add.path("partitionValues")
        .fields()
        .forEachRemaining(field -> values.put(field.getKey(), field.getValue().asText()));
    return values;
  }

  private static void compareTransactions(
      long version, Commit checkpoint, TableState after, Findings findings) {
    Map<String, Long> held = new TreeMap<>();
    for (JsonNode transaction : checkpoint.all("txn")) {
      held.put(transaction.path("appId").asText(), transaction.path("version").asLong());
    }
    // A checkpoint may leave expired transactions out, but not change them.
    for (String application : new TreeSet<>(held.keySet())) {
      if (!held.get(application).equals(after.transactions().get(application))) {
        findings.add(
            version,
            RULE,
            "application "
                + application
                + " is at "
                + held.get(application)
                + ", the log has "
                + after.transactions().get(application));
      }
    }
  }

  private static void compareSingle(
      long version,
      String kind,
      Commit checkpoint,
      JsonNode expected,
      String field,
      Findings findings) {
    List<JsonNode> held = checkpoint.all(kind);
    if (held.size() != 1) {
      findings.add(version, RULE, "holds " + held.size() + " actions of kind " + kind);
    } else if (!held.get(0).path(field).asText().equals(expected.path(field).asText())) {
      findings.add(version, RULE, kind + " has another " + field + " than the log");
    }
  }
}
