package io.alluvium.models.artifacts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.alluvium.models.ModelException;
import io.alluvium.models.functions.FunctionDigests;
import io.alluvium.models.graph.Node;
import io.alluvium.models.graph.Node.ModelNode;
import io.alluvium.models.selection.FormerState;
import java.io.IOException;
import java.nio.file.Path;

/** The manifest of an earlier compilation. */
public final class FormerManifest implements FormerState {
  private final JsonNode root;
  private final FunctionDigests functions;

  private FormerManifest(JsonNode root, FunctionDigests functions) {
    this.root = root;
    this.functions = functions;
  }

  /**
   * @param functions as they are now
   */
  public static FormerManifest read(Path file, FunctionDigests functions) {
    try {
      return new FormerManifest(new ObjectMapper().readTree(file.toFile()), functions);
    } catch (IOException e) {
      throw new ModelException(
          file
              + " cannot be read; --state takes a folder with a manifest.json of "
              + "'alluvium models compile'",
          e);
    }
  }

  @Override
  public boolean isNew(Node node) {
    return former(node).isMissingNode();
  }

  @Override
  public boolean isModified(Node node) {
    JsonNode former = former(node);
    if (former.isMissingNode() || !(node instanceof ModelNode model)) {
      return former.isMissingNode();
    }
    ObjectMapper json = new ObjectMapper();
    return !former
            .path("checksum")
            .path("checksum")
            .asText()
            .equals(Checksum.of(model.model().text()))
        || !former
            .path("unrendered_config")
            .equals(json.valueToTree(model.model().config().values()))
        || hasOtherFunctions(former, model)
        || !former.path("description").asText().equals(model.model().properties().description());
  }

  /** An earlier release did not note them: then only the text tells. */
  private boolean hasOtherFunctions(JsonNode former, ModelNode model) {
    JsonNode noted = former.path("config").path(ManifestNodes.FUNCTIONS);
    return !noted.isMissingNode()
        && !noted.equals(new ObjectMapper().valueToTree(functions.calledBy(model.model().text())));
  }

  private JsonNode former(Node node) {
    return root.path(node.kind().equals("source") ? "sources" : "nodes").path(node.id());
  }
}
