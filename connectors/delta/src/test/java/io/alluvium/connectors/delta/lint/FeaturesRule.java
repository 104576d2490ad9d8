package io.alluvium.connectors.delta.lint;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The protocol names every feature that the commit or the table's metadata uses. */
final class FeaturesRule implements CommitRule {
  private static final String RULE = "protocol";
  private static final int READER_FEATURES = 3;
  private static final int WRITER_FEATURES = 7;
  private static final Set<String> OF_READERS_TOO =
      Set.of(
          "columnMapping",
          "deletionVectors",
          "timestampNtz",
          "typeWidening",
          "v2Checkpoint",
          "vacuumProtocolCheck",
          "variantType");

  /** A feature that older protocols held by their number alone. */
  private record Legacy(String feature, int reader, int writer) {}

  private static final List<Legacy> LEGACY =
      List.of(
          new Legacy("appendOnly", 1, 2),
          new Legacy("invariants", 1, 2),
          new Legacy("checkConstraints", 1, 3),
          new Legacy("changeDataFeed", 1, 4),
          new Legacy("generatedColumns", 1, 4),
          new Legacy("columnMapping", 2, 5),
          new Legacy("identityColumns", 1, 6));

  @Override
  public void check(Commit commit, TableState before, Findings findings) {
    JsonNode protocol = before.protocolAfter(commit);
    checkLists(commit.version(), protocol, findings);
    for (String feature : used(commit, before)) {
      if (!supports(protocol, feature)) {
        findings.add(
            commit.version(), RULE, "uses " + feature + ", which the protocol does not name");
      }
    }
  }

  private static void checkLists(long version, JsonNode protocol, Findings findings) {
    int reader = protocol.path("minReaderVersion").asInt();
    int writer = protocol.path("minWriterVersion").asInt();
    Set<String> readers = texts(protocol.path("readerFeatures"));
    Set<String> writers = texts(protocol.path("writerFeatures"));
    if (protocol.hasNonNull("readerFeatures") != (reader == READER_FEATURES)) {
      findings.add(version, RULE, "minReaderVersion " + reader + " and readerFeatures disagree");
    }
    if (protocol.hasNonNull("writerFeatures") != (writer == WRITER_FEATURES)) {
      findings.add(version, RULE, "minWriterVersion " + writer + " and writerFeatures disagree");
    }
    if (reader == READER_FEATURES && writer != WRITER_FEATURES) {
      findings.add(version, RULE, "minReaderVersion 3 needs minWriterVersion 7");
    }
    for (String feature : readers) {
      if (!writers.contains(feature)) {
        findings.add(version, RULE, feature + " is a readerFeature, but no writerFeature");
      }
    }
    if (writer == WRITER_FEATURES) {
      for (String feature : writers) {
        boolean byNumber = feature.equals("columnMapping") && reader == 2;
        if (OF_READERS_TOO.contains(feature) && !readers.contains(feature) && !byNumber) {
          findings.add(version, RULE, feature + " is a writerFeature, but no readerFeature");
        }
      }
    }
  }

  private static boolean supports(JsonNode protocol, String feature) {
    if (texts(protocol.path("writerFeatures")).contains(feature)) {
      return true;
    }
    int reader = protocol.path("minReaderVersion").asInt();
    int writer = protocol.path("minWriterVersion").asInt();
    return writer < WRITER_FEATURES
        && LEGACY.stream()
            .anyMatch(
                legacy ->
                    legacy.feature().equals(feature)
                        && reader >= legacy.reader()
                        && writer >= legacy.writer());
  }

  private static Set<String> used(Commit commit, TableState before) {
    Set<String> used = new TreeSet<>();
    JsonNode metaData = before.metaDataAfter(commit);
    addProperties(metaData.path("configuration"), used);
    for (TableSchema.Column column : TableSchema.of(metaData).columns()) {
      addColumn(column.type(), column.metadata(), used);
    }
    for (JsonNode add : commit.all("add")) {
      if (add.hasNonNull("deletionVector")) {
        used.add("deletionVectors");
      }
      if (add.hasNonNull("baseRowId") || add.hasNonNull("defaultRowCommitVersion")) {
        used.add("rowTracking");
      }
    }
    if (!commit.all("cdc").isEmpty()) {
      used.add("changeDataFeed");
    }
    for (JsonNode domain : commit.all("domainMetadata")) {
      used.add("domainMetadata");
      if (domain.path("domain").asText().equals("delta.clustering")) {
        used.add("clustering");
      }
    }
    return used;
  }

  private static void addProperties(JsonNode configuration, Set<String> used) {
    for (Iterator<String> names = configuration.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      String value = configuration.get(name).asText();
      switch (name) {
        case "delta.appendOnly" -> addIf(value.equals("true"), "appendOnly", used);
        case "delta.enableChangeDataFeed" -> addIf(value.equals("true"), "changeDataFeed", used);
        case "delta.enableDeletionVectors" -> addIf(value.equals("true"), "deletionVectors", used);
        case "delta.enableRowTracking" -> addIf(value.equals("true"), "rowTracking", used);
        case "delta.enableTypeWidening" -> addIf(value.equals("true"), "typeWidening", used);
        case "delta.enableInCommitTimestamps" ->
            addIf(value.equals("true"), "inCommitTimestamp", used);
        case "delta.columnMapping.mode" -> addIf(!value.equals("none"), "columnMapping", used);
        case "delta.checkpointPolicy" -> addIf(value.equals("v2"), "v2Checkpoint", used);
        default -> addIf(name.startsWith("delta.constraints."), "checkConstraints", used);
      }
    }
  }

  private static void addColumn(JsonNode type, JsonNode metadata, Set<String> used) {
    addIf(type.asText().equals("timestamp_ntz"), "timestampNtz", used);
    addIf(type.asText().equals("variant"), "variantType", used);
    addIf(metadata.has("delta.typeChanges"), "typeWidening", used);
    addIf(metadata.has("delta.invariants"), "invariants", used);
    addIf(metadata.has("delta.generationExpression"), "generatedColumns", used);
    addIf(metadata.has("delta.identity.start"), "identityColumns", used);
    addIf(metadata.has("CURRENT_DEFAULT"), "allowColumnDefaults", used);
    for (JsonNode field : type.path("fields")) {
      addColumn(field.path("type"), field.path("metadata"), used);
    }
    for (String nested : List.of("elementType", "keyType", "valueType")) {
      if (type.has(nested)) {
        addColumn(type.get(nested), type.path("none"), used);
      }
    }
  }

  private static void addIf(boolean condition, String feature, Set<String> used) {
    if (condition) {
      used.add(feature);
    }
  }

  private static Set<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(element -> texts.add(element.asText()));
    return new TreeSet<>(texts);
  }
}
