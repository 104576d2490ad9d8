package io.alluvium.models.deploy;

import io.alluvium.models.compile.CompiledModel;
import io.alluvium.models.compile.JobScript;
import io.alluvium.models.compile.JobScript.Statement;
import io.alluvium.models.compile.Passwords;
import io.alluvium.models.compile.TableColumn;
import io.alluvium.models.functions.FunctionDigests;
import io.alluvium.models.graph.ModelGraph;
import io.alluvium.models.graph.Node;
import io.alluvium.models.graph.Node.ModelNode;
import io.alluvium.models.graph.Node.SourceNode;
import io.alluvium.models.project.ModelConfig;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Digests of what the models of a job mean: of their SQL without comments and blanks, of what they
 * read, and of how they write. Comments, descriptions, tags, tests and the parallelism do not
 * count.
 */
final class Fingerprints {
  private static final Pattern FUNCTION =
      Pattern.compile(
          "CREATE\\s+(?:TEMPORARY\\s+)?(?:SYSTEM\\s+)?FUNCTION\\s+(?:IF\\s+NOT\\s+EXISTS\\s+)?"
              + "[`\\w.]*?(\\w+)`?\\s+AS\\s.*",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
  private static final String TTL = "SET 'table.exec.state.ttl'";

  private final ModelGraph graph;
  private final JobScript script;
  private final Function<ModelNode, Optional<String>> generations;
  private final Map<Node, CompiledModel> compiled = new HashMap<>();
  private final Map<Node, String> queries = new HashMap<>();
  private final FunctionDigests functions;

  /**
   * @param generations of models of other jobs; empty where they do not run
   */
  Fingerprints(
      ModelGraph graph, JobScript script, Function<ModelNode, Optional<String>> generations) {
    this.graph = graph;
    this.script = script;
    this.generations = generations;
    script.models().forEach(model -> compiled.put(model.node(), model));
    this.functions =
        FunctionDigests.of(
            script.preparation().stream()
                .filter(statement -> statement.model().isEmpty())
                .map(Statement::sql)
                .toList());
  }

  /** Whether something of the job reads the model's rows within it. */
  boolean isReadInJob(ModelNode node) {
    return graph.children(node).stream()
        .anyMatch(child -> child instanceof ModelNode reader && compiled.containsKey(reader));
  }

  /** Of what a model that writes means, but for the rules that its rows are held to. */
  String of(ModelNode node) {
    ModelConfig config = node.model().config();
    StringBuilder meaning = new StringBuilder(query(node));
    meaning.append("\n").append(config.materialization()).append(config.uniqueKey());
    meaning.append(
        config.partitionBy().map(partitions -> partitions.columns() + partitions.granularity()));
    meaning.append(config.watermark()).append(node.schema()).append('.').append(node.table());
    new TreeMap<>(config.options())
        .forEach((key, value) -> meaning.append("\n").append(key).append('=').append(value));
    script.preparation().stream()
        .filter(statement -> statement.sql().startsWith(TTL))
        .forEach(statement -> meaning.append("\n").append(statement.sql()));
    written(node).ifPresent(columns -> meaning.append("\nwrites ").append(columns));
    return digest(meaning.toString());
  }

  /** The digests, by name, of the functions that a model calls, and what it reads in its job. */
  SortedMap<String, String> functions(ModelNode node) {
    SortedMap<String, String> called = functions.calledBy(compiled.get(node).sql());
    for (Node parent : graph.parents(node)) {
      if (parent instanceof ModelNode model && compiled.containsKey(model)) {
        called.putAll(functions(model));
      }
    }
    return called;
  }

  /** The columns that are written, where they are not all of the query's. */
  private Optional<List<String>> written(ModelNode node) {
    List<String> all = compiled.get(node).columns().stream().map(TableColumn::name).toList();
    return script.inserts().stream()
        .filter(insert -> insert.model().equals(Optional.of(node)))
        .filter(insert -> insert.comment().equals(node.file()))
        .map(insert -> KeptStatement.of(insert).columns())
        .filter(columns -> !columns.equals(all))
        .findFirst();
  }

  private String query(ModelNode node) {
    String known = queries.get(node);
    if (known != null) {
      return known;
    }
    CompiledModel model = compiled.get(node);
    StringBuilder meaning = new StringBuilder(SqlText.normalized(model.sql()));
    model.columns().forEach(column -> meaning.append("\n").append(column));
    makingFunctions(model.sql()).forEach(function -> meaning.append("\n").append(function));
    graph.parents(node).forEach(parent -> meaning.append("\n").append(read(parent)));
    String digest = digest(meaning.toString());
    queries.put(node, digest);
    return digest;
  }

  private String read(Node parent) {
    if (parent instanceof ModelNode model && compiled.containsKey(model)) {
      return "model " + query(model) + quarantine(model);
    }
    String table = "table " + parent.schema() + "." + parent.table();
    if (parent instanceof ModelNode model) {
      // Rows that are only added cannot be taken back: who read them reads the new ones from the
      // start. From other tables come the changes, also of a rebuild.
      boolean grows = grows(model);
      return table
          + model.model().config().watermark().map(Object::toString).orElse("")
          + (grows ? generations.apply(model).orElse("") : "");
    }
    return parent instanceof SourceNode source
        ? table + source.source().watermark().map(Object::toString).orElse("")
        : table;
  }

  /** Which rows of a model do not come to those that read it. */
  private String quarantine(ModelNode node) {
    return script.inserts().stream()
        .filter(insert -> insert.model().filter(node::equals).isPresent())
        .map(KeptStatement::of)
        .filter(insert -> Outputs.isQuarantine(insert.model()))
        .map(insert -> " without " + KeptStatement.digest(List.of(insert)))
        .collect(Collectors.joining());
  }

  /** Whether readers of the model's table see rows only come, never change or go. */
  static boolean grows(ModelNode node) {
    return switch (node.model().config().materialization()) {
      case APPEND -> true;
      case TABLE -> node.model().config().uniqueKey().isEmpty();
      default -> false;
    };
  }

  /** The statements that make the functions which a query calls. */
  private List<String> makingFunctions(String sql) {
    String text = sql.toLowerCase(Locale.ROOT);
    return script.preparation().stream()
        .filter(statement -> statement.model().isEmpty())
        .map(Statement::sql)
        .filter(
            statement -> {
              Matcher function = FUNCTION.matcher(statement.strip());
              return function.matches()
                  && text.contains(function.group(1).toLowerCase(Locale.ROOT));
            })
        .toList();
  }

  static String digest(String meaning) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(Passwords.masked(meaning).getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }
}
