package io.alluvium.cdc;

import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.description.HtmlFormatter;

/** The options of a job, checked. */
record CdcSettings(
    DatabaseAddress address,
    List<TableName> tables,
    String lakePath,
    String sourceName,
    String slotName,
    String publicationName,
    int chunkSize,
    int fetchSize,
    Duration heartbeatInterval,
    Map<String, String> debeziumProperties) {
  private static final Pattern SLOT_NAME = Pattern.compile("[a-z0-9_]{1,63}");
  private static final String DEBEZIUM_PREFIX = "debezium.";

  static CdcSettings of(Configuration options) {
    DatabaseAddress address =
        new DatabaseAddress(
            required(options, CdcOptions.HOSTNAME),
            options.get(CdcOptions.PORT),
            required(options, CdcOptions.DATABASE_NAME),
            required(options, CdcOptions.USERNAME),
            new Password(required(options, CdcOptions.PASSWORD)),
            options.get(CdcOptions.CONNECT_TIMEOUT));
    return new CdcSettings(
        address,
        tables(required(options, CdcOptions.TABLE_NAMES)),
        required(options, CdcOptions.LAKE_PATH),
        options.getOptional(CdcOptions.SOURCE_NAME).orElse(address.database()),
        slotName(options.get(CdcOptions.SLOT_NAME)),
        options.get(CdcOptions.PUBLICATION_NAME),
        positive(options, CdcOptions.CHUNK_SIZE),
        positive(options, CdcOptions.FETCH_SIZE),
        options.get(CdcOptions.HEARTBEAT_INTERVAL),
        debeziumProperties(options));
  }

  private static <T> T required(Configuration options, ConfigOption<T> option) {
    return options
        .getOptional(option)
        .orElseThrow(
            () ->
                new CdcException(
                    "Option --"
                        + option.key()
                        + " is missing: "
                        + new HtmlFormatter().format(option.description())));
  }

  private static int positive(Configuration options, ConfigOption<Integer> option) {
    int value = options.get(option);
    if (value < 1) {
      throw new CdcException("Option --" + option.key() + " is " + value + "; give 1 or more.");
    }
    return value;
  }

  /** Flink splits lists at semicolons; commas are what people type. */
  private static List<TableName> tables(List<String> names) {
    LinkedHashSet<TableName> tables = new LinkedHashSet<>();
    names.stream()
        .flatMap(part -> Arrays.stream(part.split(",")))
        .map(String::strip)
        .filter(name -> !name.isEmpty())
        .forEach(name -> tables.add(TableName.parse(name)));
    if (tables.isEmpty()) {
      throw new CdcException("Option --table-names names no table. Write for example a.b,a.c.");
    }
    Map<String, TableName> byBronzeName = new LinkedHashMap<>();
    for (TableName table : tables) {
      TableName other = byBronzeName.put(table.table(), table);
      if (other != null) {
        throw new CdcException(
            "Tables "
                + other
                + " and "
                + table
                + " would share the bronze table "
                + table.table()
                + ". Capture them by two jobs with different lake paths.");
      }
    }
    return List.copyOf(tables);
  }

  private static String slotName(String name) {
    if (!SLOT_NAME.matcher(name).matches()) {
      throw new CdcException(
          "Option --slot.name is '"
              + name
              + "'; PostgreSQL takes 1 to 63 lower-case letters, digits and underscores.");
    }
    return name;
  }

  private static Map<String, String> debeziumProperties(Configuration options) {
    Map<String, String> properties = new LinkedHashMap<>();
    options
        .toMap()
        .forEach(
            (key, value) -> {
              if (key.startsWith(DEBEZIUM_PREFIX)) {
                properties.put(key.substring(DEBEZIUM_PREFIX.length()), value);
              }
            });
    return Map.copyOf(properties);
  }
}
