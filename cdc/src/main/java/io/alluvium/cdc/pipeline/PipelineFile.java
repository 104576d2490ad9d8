package io.alluvium.cdc.pipeline;

import io.alluvium.cdc.bronze.BronzeSettings;
import io.alluvium.cdc.capture.TablePattern;
import io.alluvium.cdc.capture.TablePatterns;
import io.alluvium.cdc.transform.Filter;
import io.alluvium.cdc.transform.Projection;
import io.alluvium.cdc.transform.Transform;
import io.alluvium.connectors.delta.sink.routing.SchemaPolicy;
import io.alluvium.definitions.Definition;
import io.alluvium.definitions.DefinitionException;
import io.alluvium.definitions.DefinitionSchema;
import io.alluvium.definitions.DefinitionValue;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Reads pipelines in YAML. */
public final class PipelineFile {
  static final int DEFAULT_CHUNK_SIZE = 50_000;
  static final Duration DEFAULT_CONNECT_TIMEOUT = Duration.ofSeconds(10);
  static final Duration DEFAULT_HEARTBEAT = Duration.ofSeconds(10);
  static final String DEFAULT_LAYER = "bronze";
  static final String DEFAULT_NAME = "cdc";

  /** Fields of {@code source} that each kind of database reads by itself. */
  private static final List<String> SPECIFIC =
      List.of(
          "slot.name", "publication.name", "server-id", "server-time-zone", "scan.startup.mode");

  private PipelineFile() {}

  /** What a pipeline may say. */
  public static DefinitionSchema schema() {
    return DefinitionSchema.resource(PipelineFile.class, "pipeline.schema.json");
  }

  /**
   * @throws DefinitionException with file, line and remedy where something is wrong
   */
  public static CdcPipeline read(Path file, Map<String, String> environment) {
    return pipeline(Definition.read(file, schema(), environment).root());
  }

  /**
   * @param name of the file, for messages
   * @throws DefinitionException with name, line and remedy where something is wrong
   */
  public static CdcPipeline parse(String name, String yaml, Map<String, String> environment) {
    return pipeline(Definition.parse(name, yaml, schema(), environment).root());
  }

  private static CdcPipeline pipeline(DefinitionValue root) {
    Optional<DefinitionValue> job = root.get("pipeline");
    SourceDefinition source = source(root.required("source"));
    BronzeSettings sink =
        sink(
            root.required("sink"),
            job.flatMap(value -> value.get("schema.change.behavior"))
                .map(PipelineFile::policy)
                .orElse(SchemaPolicy.EVOLVE));
    return new CdcPipeline(
        job.flatMap(value -> value.get("name")).map(DefinitionValue::text).orElse(DEFAULT_NAME),
        job.flatMap(value -> value.get("parallelism")).map(DefinitionValue::integer).orElse(0),
        source,
        root.get("route").map(DefinitionValue::items).orElse(List.of()).stream()
            .map(route -> route(route, source, sink))
            .toList(),
        root.get("transform").map(DefinitionValue::items).orElse(List.of()).stream()
            .map(transform -> transform(transform, source))
            .toList(),
        sink);
  }

  private static SourceDefinition source(DefinitionValue source) {
    SourceType type = SourceType.of(source.required("type").text());
    String hostname = source.required("hostname").text();
    String database = "";
    if (type == SourceType.POSTGRES) {
      database = source.required("database").text();
    } else if (source.get("database").isPresent()) {
      throw source
          .required("database")
          .error("is of PostgreSQL only; MySQL's tables name their database: shop.orders");
    }
    DefinitionValue tables = source.required("tables");
    String excluded = source.get("tables.exclude").map(DefinitionValue::text).orElse("");
    String databaseOfPatterns = database;
    return new SourceDefinition(
        type,
        source
            .get("name")
            .map(DefinitionValue::text)
            .orElse(database.isEmpty() ? hostname : database),
        hostname,
        source.get("port").map(DefinitionValue::integer).orElse(type.defaultPort()),
        database,
        source.required("username").text(),
        source.required("password").secret(),
        checked(tables, () -> TablePatterns.parse(tables.text(), excluded, databaseOfPatterns)),
        source
            .get("connect.timeout")
            .map(DefinitionValue::duration)
            .orElse(DEFAULT_CONNECT_TIMEOUT),
        source
            .get("scan.incremental.snapshot.chunk.size")
            .map(DefinitionValue::integer)
            .orElse(DEFAULT_CHUNK_SIZE),
        source.get("heartbeat.interval").map(DefinitionValue::duration).orElse(DEFAULT_HEARTBEAT),
        specific(source));
  }

  private static Map<String, String> specific(DefinitionValue source) {
    Map<String, String> specific = new LinkedHashMap<>();
    source
        .fields()
        .forEach(
            (field, value) -> {
              if (SPECIFIC.contains(field)) {
                specific.put(field, value.text());
              }
            });
    return specific;
  }

  private static Route route(DefinitionValue route, SourceDefinition source, BronzeSettings sink) {
    DefinitionValue sourceTable = route.required("source-table");
    DefinitionValue sinkTable = route.required("sink-table");
    String name = sinkTable.text();
    String layer = sink.layer() + ".";
    if (name.startsWith(layer)) {
      name = name.substring(layer.length());
    }
    String symbol = route.get("replace-symbol").map(DefinitionValue::text).orElse("");
    String bare = symbol.isEmpty() ? name : name.replace(symbol, "");
    if (!bare.matches("[\\p{L}\\p{N}_-]*") || name.isEmpty()) {
      throw sinkTable.error(
          "'"
              + sinkTable.text()
              + "' is no name of a table: give letters, digits, underscores and hyphens, after '"
              + layer
              + "' at most");
    }
    return new Route(
        checked(sourceTable, () -> TablePattern.parse(sourceTable.text(), source.database())),
        name,
        symbol);
  }

  private static Transform transform(DefinitionValue transform, SourceDefinition source) {
    DefinitionValue table = transform.required("source-table");
    return new Transform(
        checked(table, () -> TablePattern.parse(table.text(), source.database())),
        transform
            .get("projection")
            .map(value -> checked(value, () -> Projection.parse(value.text())))
            .orElse(null),
        transform
            .get("filter")
            .map(value -> checked(value, () -> Filter.parse(value.text())))
            .orElse(null));
  }

  private static BronzeSettings sink(DefinitionValue sink, SchemaPolicy policy) {
    Map<String, String> properties = new LinkedHashMap<>();
    sink.get("table.properties")
        .ifPresent(
            value -> value.fields().forEach((key, field) -> properties.put(key, field.text())));
    return new BronzeSettings(
        sink.required("path").text(),
        sink.get("layer").map(DefinitionValue::text).orElse(DEFAULT_LAYER),
        sink.get("partition.columns").map(DefinitionValue::items).orElse(List.of()).stream()
            .map(DefinitionValue::text)
            .toList(),
        properties,
        policy);
  }

  private static SchemaPolicy policy(DefinitionValue value) {
    return switch (value.text().toLowerCase(java.util.Locale.ROOT)) {
      case "evolve", "lenient", "try_evolve" -> SchemaPolicy.EVOLVE;
      case "rescue", "ignore" -> SchemaPolicy.RESCUE;
      case "stop", "exception" -> SchemaPolicy.STOP;
      default ->
          throw value.error("'" + value.text() + "' is no behaviour; use evolve, rescue or stop");
    };
  }

  private static <T> T checked(DefinitionValue value, Supplier<T> parsed) {
    try {
      return parsed.get();
    } catch (IllegalArgumentException e) {
      throw value.error(e.getMessage());
    }
  }
}
