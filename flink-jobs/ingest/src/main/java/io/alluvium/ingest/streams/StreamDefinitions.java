package io.alluvium.ingest.streams;

import io.alluvium.definitions.Definition;
import io.alluvium.definitions.DefinitionSchema;
import io.alluvium.definitions.DefinitionValue;
import io.alluvium.ingest.definition.ColumnDefinitions;
import io.alluvium.ingest.record.AvroFormat;
import io.alluvium.ingest.record.DeclaredColumn;
import io.alluvium.ingest.record.DelimitedFormat;
import io.alluvium.ingest.record.InstantReader;
import io.alluvium.ingest.record.JsonFormat;
import io.alluvium.ingest.record.RecordFormat;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.table.types.logical.LogicalTypeRoot;

/** Reads the YAML of streams. */
public final class StreamDefinitions {
  private static final DefinitionSchema SCHEMA =
      DefinitionSchema.resource(StreamDefinitions.class, "stream.schema.json");
  private static final MemorySize DEFAULT_MESSAGE = MemorySize.ofMebiBytes(1);

  private StreamDefinitions() {}

  /** The schema, for the reference and for editors. */
  public static DefinitionSchema schema() {
    return SCHEMA;
  }

  /**
   * @throws io.alluvium.definitions.DefinitionException where the file is no definition of a stream
   */
  public static StreamDefinition read(Path file, Map<String, String> environment) {
    return of(Definition.read(file, SCHEMA, environment));
  }

  /** As {@link #read}, of a text. */
  public static StreamDefinition parse(String file, String yaml, Map<String, String> environment) {
    return of(Definition.parse(file, yaml, SCHEMA, environment));
  }

  private static StreamDefinition of(Definition definition) {
    DefinitionValue root = definition.root();
    String name = root.required("name").text();
    KafkaInput input = InputDefinitions.read(root.required("source"), name);
    List<DeclaredColumn> columns = ColumnDefinitions.read(root);
    DefinitionValue formatValue = root.required("format");
    RecordFormat format = checked(formatValue, () -> format(formatValue));
    // Made once here for its refusals, with their place in the file.
    checked(root.required("columns"), () -> format.newDecoder(columns));
    Optional<EventTime> eventTime = root.get("event-time").map(value -> eventTime(value, columns));
    StreamLayout layout =
        new StreamLayout(
            name,
            format,
            columns,
            root.get("headers")
                .map(value -> HeaderEncoding.valueOf(value.text().toUpperCase(Locale.ROOT)))
                .orElse(
                    input.service() == KafkaInput.Service.EVENT_HUBS
                        ? HeaderEncoding.AMQP
                        : HeaderEncoding.PLAIN),
            eventTime.orElse(null),
            root.get("partition-by")
                .map(value -> partitions(value, columns, eventTime.isPresent()))
                .orElse(List.of()),
            maxMessageBytes(root));
    checked(root.required("columns"), layout::schema);
    return new StreamDefinition(input, layout, root.required("table").text());
  }

  private static int maxMessageBytes(DefinitionValue root) {
    Optional<DefinitionValue> value = root.get("max-message-bytes");
    long bytes = value.map(DefinitionValue::bytes).orElse(DEFAULT_MESSAGE).getBytes();
    if (bytes < 1 || bytes > Integer.MAX_VALUE - 64) {
      throw value.orElse(root).error("must be from 1 byte to 2 GiB");
    }
    return (int) bytes;
  }

  private static RecordFormat format(DefinitionValue value) {
    return switch (value.required("type").text()) {
      case "json" -> new JsonFormat();
      case "csv" ->
          new DelimitedFormat(
              value.required("fields").items().stream().map(DefinitionValue::text).toList(),
              character(value.get("delimiter"), ','),
              character(value.get("quote"), '"'));
      default -> avro(value);
    };
  }

  private static char character(Optional<DefinitionValue> value, char otherwise) {
    return value
        .map(
            text -> {
              if (text.text().length() != 1) {
                throw text.error("must be one character");
              }
              return text.text().charAt(0);
            })
        .orElse(otherwise);
  }

  private static AvroFormat avro(DefinitionValue value) {
    Optional<DefinitionValue> schema = value.get("schema");
    Optional<DefinitionValue> registered = value.get("registered-schemas");
    if (schema.isPresent() == registered.isPresent()) {
      throw value.error(
          "Avro needs either schema, that of all messages, or registered-schemas, where messages are"
              + " in Confluent's wire format: their numbers in the registry, which is not asked, and"
              + " the schemas");
    }
    Map<Integer, String> byId = new TreeMap<>();
    registered.ifPresent(
        schemas ->
            schemas
                .fields()
                .forEach(
                    (id, json) -> {
                      try {
                        byId.put(Integer.parseInt(id), json.text());
                      } catch (NumberFormatException e) {
                        throw json.error("the number of a schema must be a whole number");
                      }
                    }));
    return new AvroFormat(schema.map(DefinitionValue::text).orElse(null), byId);
  }

  private static EventTime eventTime(DefinitionValue value, List<DeclaredColumn> columns) {
    DefinitionValue name = value.required("column");
    DeclaredColumn column = column(name, columns);
    boolean isText = column.type().is(LogicalTypeRoot.VARCHAR);
    boolean isNumber = column.type().is(LogicalTypeRoot.BIGINT);
    if (!InstantReader.canRead(column.type())
        || (isText && column.time().pattern() == null)
        || (isNumber && column.time().epoch() == null)) {
      throw name.error(
          "column '"
              + column.name()
              + "' holds no time: it must be a TIMESTAMP, a TIMESTAMP_LTZ, a STRING with a pattern or"
              + " a BIGINT with an epoch");
    }
    return new EventTime(
        column.name(),
        Optional.ofNullable(column.time().zone()).orElse("UTC"),
        duration(value, "allowed-future", Duration.ofMinutes(10)),
        value.get("not-before").map(StreamDefinitions::instant).orElse(null),
        duration(value, "out-of-orderness", Duration.ofMinutes(1)),
        duration(value, "idle-after", Duration.ofMinutes(1)));
  }

  private static DeclaredColumn column(DefinitionValue name, List<DeclaredColumn> columns) {
    return columns.stream()
        .filter(column -> column.name().equals(name.text()))
        .findFirst()
        .orElseThrow(() -> name.error("no column '" + name.text() + "' is declared"));
  }

  private static Duration duration(DefinitionValue value, String field, Duration otherwise) {
    return value.get(field).map(DefinitionValue::duration).orElse(otherwise);
  }

  private static Instant instant(DefinitionValue value) {
    try {
      return OffsetDateTime.parse(value.text()).toInstant();
    } catch (DateTimeException e) {
      throw value.error("must be a time such as 2015-01-01T00:00:00Z");
    }
  }

  private static List<PartitionColumn> partitions(
      DefinitionValue list, List<DeclaredColumn> columns, boolean hasEventTime) {
    List<PartitionColumn> partitions = new ArrayList<>();
    for (DefinitionValue item : list.items()) {
      if (item.isText()) {
        partitions.add(new PartitionColumn(column(item, columns).name(), null));
        continue;
      }
      DefinitionValue of = item.required("date-of");
      if (of.text().equals(StreamLayout.EVENT_TIME) && !hasEventTime) {
        throw of.error("the stream has no event-time");
      }
      boolean isMetadata =
          List.of("_source_ts", "_ingest_ts", StreamLayout.EVENT_TIME).contains(of.text());
      if (!isMetadata) {
        LogicalTypeRoot root = column(of, columns).type().getTypeRoot();
        if (root != LogicalTypeRoot.TIMESTAMP_WITHOUT_TIME_ZONE
            && root != LogicalTypeRoot.TIMESTAMP_WITH_LOCAL_TIME_ZONE) {
          throw of.error("must be _event_time, _source_ts, _ingest_ts or a TIMESTAMP column");
        }
      }
      partitions.add(new PartitionColumn(item.required("name").text(), of.text()));
    }
    return partitions;
  }

  /** Gives a refusal its place. */
  private static <T> T checked(DefinitionValue place, Supplier<T> value) {
    try {
      return value.get();
    } catch (IllegalArgumentException e) {
      throw place.error(e.getMessage());
    }
  }
}
