package io.alluvium.doctor.files;

/** A document of a YAML file, and what it is. */
public record Document(String file, Kind kind, YamlValue root) {
  /** What a document is for. */
  public enum Kind {
    FLINK_CONFIGURATION,
    STREAM,
    PIPELINE,
    BATCH,
    FLINK_DEPLOYMENT,
    FLINK_SESSION_JOB,
    HELM_VALUES,
    OTHER
  }

  static Document of(String file, YamlValue root) {
    return new Document(file, kind(root), root);
  }

  private static Kind kind(YamlValue root) {
    if (root.has("apiVersion") && root.has("kind")) {
      return switch (root.textAt("kind")) {
        case "FlinkDeployment" -> Kind.FLINK_DEPLOYMENT;
        case "FlinkSessionJob" -> Kind.FLINK_SESSION_JOB;
        default -> Kind.OTHER;
      };
    }
    if (root.has("source", "kafka") || root.has("source", "event-hubs")) {
      return Kind.STREAM;
    }
    if (root.has("source", "type") && root.has("sink")) {
      return Kind.PIPELINE;
    }
    if (root.has("table") && (root.has("source", "folder") || root.has("source", "url"))) {
      return Kind.BATCH;
    }
    if (root.has("taskManager") && root.has("image")) {
      return Kind.HELM_VALUES;
    }
    boolean isFlink =
        root.flattened().keySet().stream()
            .anyMatch(
                key ->
                    key.startsWith("execution.")
                        || key.startsWith("taskmanager.")
                        || key.startsWith("jobmanager.")
                        || key.startsWith("state.backend")
                        || key.startsWith("fs.azure."));
    return isFlink ? Kind.FLINK_CONFIGURATION : Kind.OTHER;
  }
}
