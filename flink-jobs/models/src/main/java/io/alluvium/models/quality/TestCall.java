package io.alluvium.models.quality;

import io.alluvium.definitions.Similar;
import io.alluvium.models.graph.ModelGraph;
import io.alluvium.models.graph.Node;
import io.alluvium.models.jinja.Relation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.table.types.logical.LogicalType;

/** A data test with its table: gives the arguments as SQL, and throws at their place. */
public final class TestCall {
  private static final Pattern REF =
      Pattern.compile("(?:\\{\\{\\s*)?ref\\(\\s*['\"]([^'\"]+)['\"]\\s*\\)(?:\\s*}})?");
  private static final Pattern SOURCE =
      Pattern.compile(
          "(?:\\{\\{\\s*)?source\\(\\s*['\"]([^'\"]+)['\"]\\s*,\\s*['\"]([^'\"]+)['\"]\\s*\\)"
              + "(?:\\s*}})?");

  private final DataTest test;
  private final TestedTable table;
  private final ModelGraph graph;
  private final Function<Node, TestedTable> others;

  /**
   * @param others the tables of other nodes
   */
  public TestCall(
      DataTest test, TestedTable table, ModelGraph graph, Function<Node, TestedTable> others) {
    this.test = test;
    this.table = table;
    this.graph = graph;
    this.others = others;
  }

  public DataTest test() {
    return test;
  }

  TestedTable table() {
    return table;
  }

  /** The column that the test is given to, quoted. */
  String column() {
    return quoted(columnName());
  }

  String columnName() {
    String name =
        test.column()
            .or(() -> argument("column_name").map(Object::toString))
            .orElseThrow(() -> error("needs a column: give it to one, or give column_name"));
    return existing(name);
  }

  LogicalType columnType() {
    return table.columns().get(columnName());
  }

  /** A column that an argument names, quoted. */
  String column(String argument) {
    return quoted(existing(text(argument)));
  }

  /** Columns that an argument lists, quoted. */
  List<String> columns(String argument) {
    return argument(argument).isEmpty()
        ? List.of()
        : texts(argument).stream().map(name -> quoted(existing(name))).toList();
  }

  private String existing(String name) {
    if (!table.columns().containsKey(name)) {
      throw error(
          "names the column '"
              + name
              + "', which "
              + test.tested().name()
              + " lacks"
              + Similar.hint(name, table.columns().keySet()));
    }
    return name;
  }

  boolean has(String argument) {
    return argument(argument).isPresent();
  }

  boolean flag(String argument, boolean otherwise) {
    Object value = argument(argument).orElse(otherwise);
    if (value instanceof Boolean bool) {
      return bool;
    }
    throw error("needs true or false for '" + argument + "'");
  }

  String text(String argument) {
    Object value = required(argument);
    if (value instanceof Map || value instanceof List) {
      throw error("needs a text for '" + argument + "'");
    }
    return value.toString();
  }

  String text(String argument, String otherwise) {
    return has(argument) ? text(argument) : otherwise;
  }

  double number(String argument, double otherwise) {
    Object value = argument(argument).orElse(otherwise);
    if (value instanceof Number number) {
      return number.doubleValue();
    }
    throw error("needs a number for '" + argument + "'");
  }

  long whole(String argument) {
    if (required(argument) instanceof Number number && number.doubleValue() == number.longValue()) {
      return number.longValue();
    }
    throw error("needs a whole number for '" + argument + "'");
  }

  List<Object> list(String argument) {
    if (required(argument) instanceof List<?> list && !list.isEmpty()) {
      return new ArrayList<>(list);
    }
    throw error("needs a list for '" + argument + "', with something in it");
  }

  /** One text counts as a list of it. */
  List<String> texts(String argument) {
    return required(argument) instanceof List
        ? list(argument).stream().map(String::valueOf).toList()
        : List.of(text(argument));
  }

  /** A bound as SQL: a number, a date or time, or an expression. */
  Optional<String> bound(String argument, LogicalType type) {
    return argument(argument).map(value -> SqlLiterals.bound(value, type));
  }

  /** The values of a list as SQL, apart by commas. */
  String values(String argument, String quote, LogicalType type) {
    boolean quoted = flag(quote, true);
    return String.join(
        ", ",
        list(argument).stream().map(value -> SqlLiterals.value(value, quoted, type)).toList());
  }

  /** The table that an argument names by ref() or source(). */
  TestedTable other(String argument) {
    String text = text(argument).strip();
    Matcher ref = REF.matcher(text);
    Matcher source = SOURCE.matcher(text);
    String name =
        ref.matches()
            ? ref.group(1)
            : source.matches() ? source.group(1) + "." + source.group(2) : "";
    if (name.isEmpty()) {
      throw error("needs ref('model') or source('source', 'table') for '" + argument + "'");
    }
    Node node = graph.named(name);
    if (node == null) {
      throw error(
          "'"
              + argument
              + "' names "
              + text
              + ", which is not there"
              + Similar.hint(name, graph.nodes().stream().map(Node::name).toList()));
    }
    return others.apply(node);
  }

  /** A column of another table, quoted. */
  String columnOf(TestedTable other, String argument) {
    String name = text(argument);
    if (!other.columns().containsKey(name)) {
      throw error(
          "names the column '"
              + name
              + "', which "
              + other.sql()
              + " lacks"
              + Similar.hint(name, other.columns().keySet()));
    }
    return quoted(name);
  }

  private Object required(String argument) {
    return argument(argument).orElseThrow(() -> error("needs the argument '" + argument + "'"));
  }

  private Optional<Object> argument(String name) {
    return Optional.ofNullable(test.arguments().get(name));
  }

  RuntimeException error(String problem) {
    return Expectations.error(test, problem);
  }

  static String quoted(String name) {
    return Relation.quoted(name);
  }
}
