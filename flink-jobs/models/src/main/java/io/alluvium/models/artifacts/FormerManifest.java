package io.alluvium.models.artifacts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.alluvium.models.ModelException;
import io.alluvium.models.graph.Node;
import io.alluvium.models.graph.Node.ModelNode;
import io.alluvium.models.selection.FormerState;
import java.io.IOException;
import java.nio.file.Path;

/** The manifest of an earlier compilation. */
public final class FormerManifest implements FormerState {
  private final JsonNode root;

  private FormerManifest(JsonNode root) {
    this.root = root;
  }

  public static FormerManifest read(Path file) {
    try {
      return new FormerManifest(new ObjectMapper().readTree(file.toFile()));
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
        || !former.path("description").asText().equals(model.model().properties().description());
  }

  private JsonNode former(Node node) {
    return root.path(node.kind().equals("source") ? "sources" : "nodes").path(node.id());
  }
}
