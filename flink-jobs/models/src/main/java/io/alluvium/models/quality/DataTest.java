package io.alluvium.models.quality;

import io.alluvium.models.graph.Node;
import io.alluvium.models.project.Origin;
import java.util.Map;
import java.util.Optional;

/**
 * A data test that YAML gives to a table or column.
 *
 * @param id as the manifest names it
 * @param alias the name of a table of its failures
 * @param namespace the package that a test is of, such as {@code dbt_expectations}
 * @param kind the test's own name, such as {@code not_null}
 * @param tested the node whose rows it is about
 * @param arguments without those of its configuration
 */
public record DataTest(
    String id,
    String name,
    String alias,
    Optional<String> namespace,
    String kind,
    Node tested,
    Optional<String> column,
    Map<String, Object> arguments,
    TestConfig config,
    Origin origin) {

  /** The file that gives it, as shown to people. */
  public String file() {
    return origin.place().replaceAll(", line \\d+$", "");
  }
}
