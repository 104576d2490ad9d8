package io.alluvium.models.deploy;

import io.alluvium.connectors.delta.source.DeltaSource;
import io.alluvium.models.ModelException;
import io.alluvium.models.aggregate.LocalAggregation;
import io.alluvium.models.compile.JobScript.Statement;
import io.alluvium.models.compile.SqlRun;
import io.alluvium.models.deploy.DeployedModel.Phase;
import io.alluvium.models.deploy.DeployedModel.Target;
import io.alluvium.models.jinja.Relation;
import io.alluvium.models.run.BufferTimeout;
import io.alluvium.models.run.OperatorUids;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.flink.api.dag.Transformation;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.transformations.SourceTransformation;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.bridge.java.StreamStatementSet;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;

/** Plans a generation as it was planned when it was started, and adds what still runs of it. */
final class GenerationPlan {
  private static final String CATALOG = "lake";

  /** What a table is written by: the same name whether it is built beside or not. */
  private static final String WRITTEN = "__sink";

  private final Generation generation;
  private final LakeTables lake;
  private final String scratch;
  private final Map<String, String> currentStatements;
  private final String sinkSuffix;
  private final Map<String, String> tablesOfModels = new HashMap<>();

  /**
   * @param scratch the URI of a folder for the tables of models that run no more
   * @param currentStatements by the id of a model that writes to a store, the statement that makes
   *     its table: the kept one lacks passwords
   * @param sinkSuffix what the ids of the sinks end with
   */
  GenerationPlan(
      Generation generation,
      LakeTables lake,
      String scratch,
      Map<String, String> currentStatements,
      String sinkSuffix) {
    this.generation = generation;
    this.lake = lake;
    this.scratch = scratch;
    this.currentStatements = currentStatements;
    this.sinkSuffix = sinkSuffix;
  }

  /**
   * The operators that a model's rows pass through.
   *
   * @param sources the folder of the table that a source operator reads, by the operator's uid
   */
  record Operators(List<String> uids, Map<String, String> sources) {}

  /**
   * Adds the models that run.
   *
   * @return their operators, by id
   */
  Map<String, Operators> addTo(StreamExecutionEnvironment environment) {
    StreamTableEnvironment tables =
        StreamTableEnvironment.create(environment, EnvironmentSettings.inStreamingMode());
    // State is what the tables are made of; none of it may expire unless a model says so.
    tables.getConfig().setIdleStateRetention(Duration.ZERO);
    Set<String> written =
        generation.inserts().stream().map(KeptStatement::model).collect(Collectors.toSet());
    for (KeptStatement statement : generation.preparation()) {
      if (written.contains(statement.model()) && !statement.createsView()) {
        prepareTarget(tables, statement);
      } else {
        run(tables, statement.sql(), statement.comment());
      }
    }
    BufferTimeout.apply(environment, tables);
    int before = environment.getTransformations().size();
    attach(tables);
    List<Transformation<?>> all = environment.getTransformations();
    List<Transformation<?>> sinks = new ArrayList<>(all.subList(before, all.size()));
    if (sinks.size() != generation.inserts().size()) {
      throw new IllegalStateException(
          generation.inserts().size() + " statements have " + sinks.size() + " sinks");
    }
    OperatorUids.assign(sinks, generation.id() + "/", this::isBuilder);
    LocalAggregation.replaceIn(sinks);
    return removeOthers(all, sinks);
  }

  private void attach(StreamTableEnvironment tables) {
    StreamStatementSet inserts = tables.createStatementSet();
    for (KeptStatement insert : generation.inserts()) {
      try {
        inserts.addInsertSql(renamed(insert));
      } catch (RuntimeException e) {
        throw ModelException.at(insert.comment() + ", line 1", e);
      }
    }
    try {
      inserts.attachAsDataStream();
    } catch (RuntimeException e) {
      throw ModelException.at(place(e), e);
    }
  }

  private String renamed(KeptStatement insert) {
    String table = tablesOfModels.get(insert.model());
    return table == null
        ? insert.sql()
        : insert.sql().replaceFirst(Pattern.quote(table), Matcher.quoteReplacement(written(table)));
  }

  private static String written(String table) {
    return table.substring(0, table.length() - 1) + WRITTEN + "`";
  }

  /** The model whose table the planner names. */
  private String place(RuntimeException error) {
    String reason = ModelException.reason(error);
    return generation.models().values().stream()
        .filter(model -> reason.contains("." + model.schema() + "." + model.table() + "'"))
        .map(model -> model.file() + ", line 1")
        .findFirst()
        .orElse(
            generation.models().values().stream()
                .map(DeployedModel::file)
                .sorted()
                .collect(Collectors.joining(", ")));
  }

  private Map<String, Operators> removeOthers(
      List<Transformation<?>> all, List<Transformation<?>> sinks) {
    Map<String, Operators> operators = new LinkedHashMap<>();
    for (int i = 0; i < sinks.size(); i++) {
      Transformation<?> sink = sinks.get(i);
      DeployedModel model = generation.models().get(generation.inserts().get(i).model());
      if (model == null) {
        all.remove(sink);
      } else if (model.target() != Target.STORE && !sink.getName().startsWith(sinkName(model))) {
        throw new IllegalStateException(sink.getName() + " is not the sink of " + model.id());
      } else {
        // What the rules need has no state, and may come and go.
        boolean counts = !Outputs.isOfRules(model.id());
        operators.put(model.id(), counts ? operators(sink) : new Operators(List.of(), Map.of()));
      }
    }
    return operators;
  }

  private static Operators operators(Transformation<?> sink) {
    List<String> uids = new ArrayList<>();
    Map<String, String> sources = new HashMap<>();
    for (Transformation<?> operator : sink.getTransitivePredecessors()) {
      if (operator.getUid() != null) {
        uids.add(operator.getUid());
        if (operator instanceof SourceTransformation<?, ?, ?> source
            && source.getSource() instanceof DeltaSource delta) {
          sources.put(operator.getUid(), delta.tablePath());
        }
      }
    }
    return new Operators(uids.stream().distinct().sorted().toList(), sources);
  }

  /** Whether an operator of a connector belongs to a table that is built beside another. */
  private boolean isBuilder(String operator) {
    return generation.models().values().stream()
        .filter(model -> model.phase() == Phase.BUILDING && model.target() == Target.DELTA)
        .anyMatch(model -> operator.startsWith(sinkName(model)));
  }

  /** How the names of the operators begin that write a table. */
  private static String sinkName(DeployedModel model) {
    return CATALOG + "." + model.schema() + "." + model.table() + WRITTEN + ":";
  }

  private void prepareTarget(StreamTableEnvironment tables, KeptStatement statement) {
    Optional<DeployedModel> deployed =
        Optional.ofNullable(generation.models().get(statement.model()));
    if (!statement.createsTable()) {
      String current = currentStatements.get(statement.model());
      // Alterations of a table were made when the model was started.
      if (statement.createsTemporaryTable()) {
        run(tables, current == null ? statement.sql() : current, statement.comment());
      }
      return;
    }
    tablesOfModels.put(statement.model(), tableOf(statement));
    if (deployed.isEmpty()) {
      // Planned as before, for the others' sake, and then left out.
      elsewhere(tables, statement, scratch, "t" + tables.listCatalogs().length, Map.of());
      return;
    }
    DeployedModel model = deployed.get();
    String sink = sinkId(model, generation);
    if (model.phase() == Phase.BUILDING) {
      if (Outputs.isQuarantine(model.id())) {
        // There may be none yet to swap with.
        run(tables, statement.sql(), statement.comment());
      }
      elsewhere(
          tables,
          statement,
          lake.path(model),
          generation.id(),
          Map.of("sink.id", sink + "/building"));
      return;
    }
    run(tables, statement.sql(), statement.comment());
    Map<String, String> options = new LinkedHashMap<>();
    options.put("sink.id", sink + sinkSuffix);
    if (model.phase() == Phase.SWAPPED && model.target() == Target.COPY_ON_WRITE) {
      options.put("sink.built-in", generation.buildFolder());
    }
    shadow(tables, tableOf(statement), tableOf(statement), options);
  }

  /** What the ids of the sinks begin with that write a model's table, of all generations. */
  static String sinksOf(DeployedModel model) {
    return model.id() + "@";
  }

  /** What the id of the sink begins with that writes a model's table. */
  static String sinkId(DeployedModel model, Generation generation) {
    return sinksOf(model) + generation.id();
  }

  /** Makes the table in a lake of its own, for the statements to write. */
  private void elsewhere(
      StreamTableEnvironment tables,
      KeptStatement statement,
      String root,
      String name,
      Map<String, String> options) {
    String table = tableOf(statement);
    String catalog = "elsewhere_" + tables.listCatalogs().length;
    run(
        tables,
        "CREATE CATALOG `" + catalog + "` WITH ('type' = 'delta', 'path' = '" + quoted(root) + "')",
        statement.comment());
    run(tables, "CREATE DATABASE IF NOT EXISTS `" + catalog + "`.`refresh`", statement.comment());
    String other = new Relation(catalog, "refresh", name).toString();
    run(tables, statement.creating(table, other).sql(), statement.comment());
    shadow(tables, table, other, options);
  }

  private static void shadow(
      StreamTableEnvironment tables, String table, String like, Map<String, String> options) {
    String with =
        options.entrySet().stream()
            .map(option -> "'" + option.getKey() + "' = '" + quoted(option.getValue()) + "'")
            .collect(Collectors.joining(", "));
    tables.executeSql(
        "CREATE TEMPORARY TABLE "
            + written(table)
            + (with.isEmpty() ? "" : " WITH (" + with + ")")
            + " LIKE "
            + like);
  }

  private static String tableOf(KeptStatement statement) {
    String sql = statement.sql();
    int start = sql.indexOf('`');
    return sql.substring(start, sql.indexOf(" (", start));
  }

  private static String quoted(String text) {
    return text.replace("'", "''");
  }

  private static void run(StreamTableEnvironment tables, String sql, String comment) {
    SqlRun.run(tables, new Statement(sql, comment, Optional.empty()));
  }
}
