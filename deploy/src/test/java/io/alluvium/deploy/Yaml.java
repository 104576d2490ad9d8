package io.alluvium.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** YAML as trees of JSON. */
final class Yaml {
  static final ObjectMapper JSON = new ObjectMapper();
  private static final int CRD_CHARACTERS = 1 << 23;

  private Yaml() {}

  static List<JsonNode> documents(String text) {
    LoadSettings settings = LoadSettings.builder().setCodePointLimit(CRD_CHARACTERS).build();
    List<JsonNode> documents = new ArrayList<>();
    for (Object document : new Load(settings).loadAllFromString(text)) {
      if (document != null) {
        documents.add(JSON.valueToTree(document));
      }
    }
    return documents;
  }

  static JsonNode one(String text) {
    return documents(text).get(0);
  }
}
