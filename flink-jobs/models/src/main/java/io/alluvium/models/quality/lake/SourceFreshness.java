package io.alluvium.models.quality.lake;

import io.alluvium.connectors.delta.kernel.DeltaTable;
import io.alluvium.definitions.DefinitionValue;
import io.alluvium.definitions.Similar;
import io.alluvium.models.ModelException;
import io.alluvium.models.artifacts.FreshnessResult;
import io.alluvium.models.artifacts.FreshnessResult.Criteria;
import io.alluvium.models.artifacts.FreshnessResult.Limit;
import io.alluvium.models.artifacts.FreshnessResult.Period;
import io.alluvium.models.artifacts.FreshnessResult.Status;
import io.alluvium.models.artifacts.Timing;
import io.alluvium.models.graph.Node.SourceNode;
import io.alluvium.models.project.SourceTable;
import io.alluvium.models.quality.TestedTable;
import io.alluvium.models.run.CompiledJobs;
import io.alluvium.models.run.ModelsProject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.types.Row;
import org.apache.flink.util.CloseableIterator;

/**
 * Tells how old the newest row of a source's table is: by its {@code loaded_at_field}, and where
 * there is none by the table's last commit.
 */
public final class SourceFreshness {
  private static final Set<String> FIELDS = Set.of("warn_after", "error_after", "filter");

  private final ModelsProject models;
  private final String lakePath;
  private final Configuration flink;
  private TestedLake lake;

  /**
   * @param lakePath the lake's folder, as a Flink path
   * @param flink of the batch jobs
   */
  public SourceFreshness(ModelsProject models, String lakePath, Configuration flink) {
    this.models = models;
    this.lakePath = lakePath;
    this.flink = flink;
  }

  /** The tables whose YAML gives a limit, in the order of the graph. */
  public List<SourceNode> sources() {
    return models.graph().order().stream()
        .filter(SourceNode.class::isInstance)
        .map(SourceNode.class::cast)
        .filter(node -> hasLimit(criteria(node.source())))
        .toList();
  }

  private static boolean hasLimit(Criteria criteria) {
    return criteria.warnAfter().isPresent() || criteria.errorAfter().isPresent();
  }

  /** Looks at a table as it is now. */
  public FreshnessResult measure(SourceNode node) {
    Instant begun = Instant.now();
    Criteria criteria = criteria(node.source());
    try {
      Instant newest = newest(node, criteria);
      Instant now = Instant.now();
      return new FreshnessResult.Measured(
          node.id(),
          status(criteria, Duration.between(newest, now)),
          newest,
          now,
          criteria,
          Timing.execute(begun, now));
    } catch (ModelException e) {
      return new FreshnessResult.Failed(node.id(), e.getMessage());
    } catch (RuntimeException e) {
      return new FreshnessResult.Failed(node.id(), ModelException.reason(e));
    }
  }

  private static Status status(Criteria criteria, Duration age) {
    if (criteria.errorAfter().filter(limit -> age.compareTo(duration(limit)) > 0).isPresent()) {
      return Status.ERROR;
    }
    return criteria.warnAfter().filter(limit -> age.compareTo(duration(limit)) > 0).isPresent()
        ? Status.WARN
        : Status.PASS;
  }

  private static Duration duration(Limit limit) {
    return switch (limit.period()) {
      case MINUTE -> Duration.ofMinutes(limit.count());
      case HOUR -> Duration.ofHours(limit.count());
      case DAY -> Duration.ofDays(limit.count());
    };
  }

  private Instant newest(SourceNode node, Criteria criteria) {
    Optional<DefinitionValue> field = value(node.source(), "loaded_at_field");
    if (field.isEmpty()) {
      if (criteria.filter().isPresent()) {
        throw new ModelException(
            node.source().definition().place()
                + ": a filter of freshness needs loaded_at_field, which is not given");
      }
      return lastCommit(node);
    }
    if (lake == null) {
      lake =
          new TestedLake(
              TableEnvironment.create(
                  EnvironmentSettings.newInstance().inBatchMode().withConfiguration(flink).build()),
              models,
              CompiledJobs.forTests(models),
              lakePath);
    }
    TestedTable table = lake.table(node);
    String sql =
        "SELECT CAST(MAX("
            + field.get().text()
            + ") AS TIMESTAMP_LTZ(6)) FROM "
            + table.sql()
            + criteria.filter().map(filter -> " WHERE " + filter).orElse("");
    try (CloseableIterator<Row> rows = lake.tables().executeSql(sql).collect()) {
      Object newest = rows.next().getField(0);
      if (newest == null) {
        throw new ModelException("no row of " + node.name() + " has a " + field.get().text());
      }
      return (Instant) newest;
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private Instant lastCommit(SourceNode node) {
    DeltaTable table =
        DeltaTable.at(
            lakePath + (lakePath.endsWith("/") ? "" : "/") + node.schema() + "/" + node.table());
    if (!table.exists()) {
      throw new ModelException(
          "the lake " + lakePath + " has no table " + node.schema() + "." + node.table() + " yet");
    }
    return Instant.ofEpochMilli(table.snapshot().timestamp());
  }

  /** What the table says counts above what its source says. */
  private static Optional<DefinitionValue> value(SourceTable source, String key) {
    return level(source.definition(), key).or(() -> level(source.sourceDefinition(), key));
  }

  private static Optional<DefinitionValue> level(DefinitionValue level, String key) {
    return level.get("config").flatMap(config -> config.get(key)).or(() -> level.get(key));
  }

  private static Criteria criteria(SourceTable source) {
    Optional<DefinitionValue> freshness = value(source, "freshness");
    freshness.ifPresent(SourceFreshness::requireKnown);
    return new Criteria(
        freshness.flatMap(given -> given.get("warn_after")).map(SourceFreshness::limit),
        freshness.flatMap(given -> given.get("error_after")).map(SourceFreshness::limit),
        freshness.flatMap(given -> given.get("filter")).map(DefinitionValue::text));
  }

  private static void requireKnown(DefinitionValue freshness) {
    for (Map.Entry<String, DefinitionValue> field : freshness.fields().entrySet()) {
      if (!FIELDS.contains(field.getKey())) {
        throw field
            .getValue()
            .error("there is no such field of freshness" + Similar.hint(field.getKey(), FIELDS));
      }
    }
  }

  private static Limit limit(DefinitionValue limit) {
    int count = limit.required("count").integer();
    DefinitionValue period = limit.required("period");
    try {
      if (count > 0) {
        return new Limit(count, Period.valueOf(period.text().toUpperCase(Locale.ROOT)));
      }
    } catch (IllegalArgumentException e) {
      throw period.error("must be minute, hour or day");
    }
    throw limit.required("count").error("must be above 0");
  }
}
