package io.alluvium.models.selection;

import io.alluvium.models.graph.Node;
import java.util.List;

/**
 * A test that can be selected.
 *
 * @param id as the manifest names it
 * @param file that says it, as shown to people
 * @param tested the nodes that it is about: one that selects any of them selects the test
 */
public record TestEntry(
    String id, String name, TestType type, String file, List<String> tags, List<Node> tested) {}
