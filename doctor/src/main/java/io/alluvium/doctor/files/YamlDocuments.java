package io.alluvium.doctor.files;

import io.alluvium.doctor.DoctorException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Reads the documents of a YAML file. */
final class YamlDocuments {
  private static final int MAX_DEPTH = 64;
  private static final int MAX_CHARACTERS = 1 << 22;

  private YamlDocuments() {}

  static List<YamlValue> read(String file, String yaml) {
    LoadSettings settings =
        LoadSettings.builder()
            .setLabel(file)
            .setCodePointLimit(MAX_CHARACTERS)
            .setMaxAliasesForCollections(MAX_DEPTH)
            .build();
    List<YamlValue> documents = new ArrayList<>();
    try {
      for (Node node : new Compose(settings).composeAllFromString(yaml)) {
        documents.add(value(file, node, 0));
      }
    } catch (MarkedYamlEngineException e) {
      String place = e.getProblemMark().map(mark -> ":" + (mark.getLine() + 1)).orElse("");
      throw new DoctorException(file + place + ": not valid YAML: " + e.getProblem(), e);
    } catch (YamlEngineException e) {
      throw new DoctorException(
          file + ": not valid YAML: " + e.getMessage().lines().findFirst().orElse(""), e);
    }
    return documents;
  }

  private static YamlValue value(String file, Node node, int depth) {
    int line = line(node);
    if (depth > MAX_DEPTH) {
      throw new DoctorException(file + ":" + line + ": values are nested too deeply to look at");
    }
    if (node instanceof MappingNode mapping) {
      Map<String, YamlValue> fields = new LinkedHashMap<>();
      for (NodeTuple tuple : mapping.getValue()) {
        if (tuple.getKeyNode() instanceof ScalarNode key) {
          fields.put(
              key.getValue(), value(file, tuple.getValueNode(), depth + 1).onLine(line(key)));
        }
      }
      return new YamlValue(line, "", fields, List.of());
    }
    if (node instanceof SequenceNode sequence) {
      List<YamlValue> items = new ArrayList<>();
      for (Node item : sequence.getValue()) {
        items.add(value(file, item, depth + 1));
      }
      return new YamlValue(line, "", Map.of(), items);
    }
    ScalarNode scalar = (ScalarNode) node;
    boolean isNull =
        scalar.getScalarStyle() == ScalarStyle.PLAIN && scalar.getValue().matches("|~|null");
    return YamlValue.scalar(line, isNull ? "" : scalar.getValue());
  }

  private static int line(Node node) {
    return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
  }
}
