package io.alluvium.models.quality;

import io.alluvium.models.graph.ModelGraph;
import io.alluvium.models.graph.Node;
import io.alluvium.models.jinja.JinjaRenderer;
import io.alluvium.models.jinja.JinjaScope;
import io.alluvium.models.jinja.Relation;
import io.alluvium.models.jinja.Rendered;
import io.alluvium.models.project.Origin;
import io.alluvium.models.project.SourceFile;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * A data test that is SQL of its own: the rows of the query are the failures.
 *
 * @param reads the nodes that it reads
 */
public record SingularTest(String id, SourceFile file, TestConfig config, Set<Node> reads) {

  /** Reads a file's configuration, and what it reads. */
  public static SingularTest of(SourceFile file, ModelGraph graph, JinjaRenderer jinja) {
    Scope scope = new Scope(file, graph, node -> new Relation("lake", "some", "table"));
    jinja.render(file.name(), file.text(), scope);
    return new SingularTest(
        "test." + graph.project() + "." + file.stem(),
        file,
        TestConfig.of(scope.config, Origin.of(file.name(), 1)),
        scope.reads);
  }

  public String name() {
    return file.stem();
  }

  /**
   * The query.
   *
   * @param relations names of the nodes in it
   */
  public Rendered query(ModelGraph graph, JinjaRenderer jinja, Function<Node, Relation> relations) {
    Rendered rendered = jinja.render(file.name(), file.text(), new Scope(file, graph, relations));
    String text = rendered.text();
    String sql = text.strip();
    long blank = text.substring(0, text.indexOf(sql)).lines().count();
    List<Integer> lines = rendered.lines();
    return new Rendered(
        sql.endsWith(";") ? sql.substring(0, sql.length() - 1) : sql,
        lines.subList((int) Math.min(blank, lines.size() - 1), lines.size()));
  }

  /** What a test's template sees. */
  public static JinjaScope scope(
      SourceFile file, ModelGraph graph, Function<Node, Relation> relations) {
    return new Scope(file, graph, relations);
  }

  private static final class Scope implements JinjaScope {
    private final SourceFile file;
    private final ModelGraph graph;
    private final Function<Node, Relation> relations;
    private final Map<String, Object> config = new LinkedHashMap<>();
    private final Set<Node> reads = new LinkedHashSet<>();

    Scope(SourceFile file, ModelGraph graph, Function<Node, Relation> relations) {
      this.file = file;
      this.graph = graph;
      this.relations = relations;
    }

    @Override
    public Relation ref(String name, int line) {
      return relation(name, line);
    }

    @Override
    public Relation source(String source, String name, int line) {
      return relation(source + "." + name, line);
    }

    private Relation relation(String name, int line) {
      Node node = graph.named(name);
      if (node == null) {
        throw Origin.of(file.name(), line)
            .error("there is no model, seed or table of a source '" + name + "'");
      }
      reads.add(node);
      return relations.apply(node);
    }

    @Override
    public void config(Map<String, Object> settings, int line) {
      config.putAll(settings);
    }

    @Override
    public Optional<Relation> self() {
      return Optional.empty();
    }

    @Override
    public boolean executes() {
      return true;
    }
  }
}
