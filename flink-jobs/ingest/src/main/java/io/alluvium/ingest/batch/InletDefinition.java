package io.alluvium.ingest.batch;

import io.alluvium.definitions.Definition;
import io.alluvium.definitions.DefinitionValue;
import io.alluvium.ingest.bronze.BronzeSchema;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.annotation.Nullable;

/** What the definitions of all batch inlets have in common. */
public final class InletDefinition {
  private final Definition definition;
  @Nullable private final Duration every;

  /**
   * @param every an interval that counts for more than the definition's; null for none
   */
  public InletDefinition(Definition definition, @Nullable Duration every) {
    this.definition = definition;
    this.every = every;
  }

  /**
   * Whether a definition that was checked against no schema has a field under {@code source}, by
   * which the kinds of inlets are told apart.
   */
  public static boolean sourceHas(DefinitionValue root, String field) {
    return root.isObject()
        && root.get("source")
            .filter(DefinitionValue::isObject)
            .flatMap(source -> source.get(field))
            .isPresent();
  }

  public DefinitionValue root() {
    return definition.root();
  }

  /** The inlet's name, under which it remembers what it has read. */
  public String name() {
    return root()
        .get("name")
        .map(DefinitionValue::text)
        .orElseGet(
            () ->
                Path.of(definition.file()).getFileName().toString().replaceFirst("\\.[^.]*$", ""));
  }

  /**
   * Of the job; another one for a job that ends, whose state has another form than that of one that
   * does not.
   *
   * @param kind of the inlet, such as {@code files}
   */
  public String jobName(String kind) {
    return kind + "-" + name() + (interval().isPresent() ? "-continuous" : "");
  }

  /** How often there is a round; empty for a job that ends after one. */
  public Optional<Duration> interval() {
    Optional<Duration> interval =
        every == null ? root().get("interval").map(DefinitionValue::duration) : Optional.of(every);
    interval
        .filter(duration -> duration.toMillis() < 1)
        .ifPresent(
            tooShort -> {
              throw new BatchException(
                  definition.file() + ": the interval must be 1 ms or more, not " + tooShort);
            });
    return interval;
  }

  public BronzeTarget target(BronzeSchema schema) {
    List<String> partitions =
        root().get("partition-by").map(DefinitionValue::items).orElse(List.of()).stream()
            .map(column -> existing(column, schema))
            .toList();
    return BronzeTarget.of(name(), root().required("table").text(), schema, partitions);
  }

  private static String existing(DefinitionValue column, BronzeSchema schema) {
    try {
      schema.indexOf(column.text());
      return column.text();
    } catch (IllegalArgumentException e) {
      throw column.error("there is no column '" + column.text() + "'");
    }
  }
}
