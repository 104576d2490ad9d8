package io.alluvium.models.openlineage;

import java.util.LinkedHashMap;
import java.util.Map;

/** What facets begin with. */
final class Facets {
  static final String PRODUCER = "urn:alluvium:models";

  private Facets() {}

  /**
   * @param name of the facet's definition, such as {@code SchemaDatasetFacet}
   * @param version of it, such as {@code 1-1-1}
   */
  static Map<String, Object> facet(String name, String version) {
    Map<String, Object> facet = new LinkedHashMap<>();
    facet.put("_producer", PRODUCER);
    facet.put(
        "_schemaURL",
        "https://openlineage.io/spec/facets/" + version + "/" + name + ".json#/$defs/" + name);
    return facet;
  }
}
