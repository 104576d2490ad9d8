package io.alluvium.connectors.snowflake;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.factories.FactoryUtil;
import org.apache.flink.table.types.logical.RowType;

/** Makes {@link SnowflakeTarget}s of options, and checks them. */
final class SnowflakeTargets {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  private static final Set<String> OWN_COLUMNS =
      Set.of("_VERSION", "_EPOCH", "_DELETED", "_WRITTEN_AT", "_BATCH");

  private SnowflakeTargets() {}

  /**
   * @param name of the table, for messages
   * @throws ValidationException that names the option or column that is wrong
   */
  static SnowflakeTarget of(
      ReadableConfig options, RowType rowType, List<String> primaryKey, String name) {
    if (primaryKey.isEmpty()) {
      throw new ValidationException(
          "Table "
              + name
              + " needs a primary key, by which rows are merged: add PRIMARY KEY (…) NOT"
              + " ENFORCED.");
    }
    return new SnowflakeTarget(
        new SnowflakeSinkConfig(
            account(options),
            layout(options, rowType, primaryKey),
            options.get(SnowflakeConnectorOptions.SCHEMA_CHANGES),
            options.get(SnowflakeConnectorOptions.BAD_VALUES),
            options.get(SnowflakeConnectorOptions.TOMBSTONE_TIME_TO_LIVE),
            options.get(SnowflakeConnectorOptions.MAX_RETRIES),
            options.get(SnowflakeConnectorOptions.RETRY_INTERVAL)),
        RowVersion.of(options.get(SnowflakeConnectorOptions.VERSION_COLUMN), rowType),
        schedule(options),
        options.getOptional(FactoryUtil.SINK_PARALLELISM));
  }

  private static FlushSchedule schedule(ReadableConfig options) {
    long maxRows = options.get(SnowflakeConnectorOptions.MAX_ROWS);
    if (maxRows < 1) {
      throw new ValidationException("Option 'sink.max-rows' must be at least 1.");
    }
    Duration perHour = options.get(SnowflakeConnectorOptions.WAREHOUSE_TIME_PER_HOUR);
    Duration autoSuspend = options.get(SnowflakeConnectorOptions.WAREHOUSE_AUTO_SUSPEND);
    if (FlushSchedule.allowsNone(perHour, autoSuspend)) {
      throw new ValidationException(
          String.format(
              Locale.ROOT,
              "Option 'sink.warehouse-time-per-hour' is %d s, of which no flush could be made: one"
                  + " keeps the warehouse running for %d s, with 'warehouse.auto-suspend' behind"
                  + " it. Give it at least that, or 0 for no bound.",
              perHour.toSeconds(),
              FlushSchedule.ofOneFlush(autoSuspend).toSeconds()));
    }
    return new FlushSchedule(
        options.get(SnowflakeConnectorOptions.STALENESS), maxRows, perHour, autoSuspend);
  }

  private static TableLayout layout(
      ReadableConfig options, RowType rowType, List<String> primaryKey) {
    return new TableLayout(
        plain(options, SnowflakeConnectorOptions.DATABASE),
        plain(options, SnowflakeConnectorOptions.SCHEMA),
        plain(options, SnowflakeConnectorOptions.TABLE),
        plain(options, SnowflakeConnectorOptions.LEDGER_TABLE),
        plain(options, SnowflakeConnectorOptions.STAGE),
        plain(options, SnowflakeConnectorOptions.DEAD_LETTER_TABLE),
        columns(options.get(SnowflakeConnectorOptions.COLUMN_TYPES), rowType, primaryKey));
  }

  private static List<TableColumn> columns(
      Map<String, String> types, RowType rowType, List<String> primaryKey) {
    Set<String> unknown = new HashSet<>(types.keySet());
    unknown.removeAll(rowType.getFieldNames());
    if (!unknown.isEmpty()) {
      throw new ValidationException(
          "Option 'column.types' names "
              + unknown
              + "; the table has "
              + rowType.getFieldNames()
              + ".");
    }
    Set<String> names = new HashSet<>(OWN_COLUMNS);
    List<TableColumn> columns = new ArrayList<>();
    for (int i = 0; i < rowType.getFieldCount(); i++) {
      RowType.RowField field = rowType.getFields().get(i);
      if (!names.add(Identifiers.name(field.getName()))) {
        throw new ValidationException(
            "Column '"
                + field.getName()
                + "' has the name of another in Snowflake, where letters are capitals; the sink's"
                + " own are "
                + OWN_COLUMNS
                + ".");
      }
      columns.add(
          new TableColumn(
              field.getName(),
              i,
              ColumnTypes.of(field, i, types.get(field.getName())),
              primaryKey.contains(field.getName())));
    }
    return columns;
  }

  private static String plain(ReadableConfig options, ConfigOption<String> option) {
    String value = options.get(option);
    if (!PLAIN.matcher(value).matches()) {
      throw new ValidationException(
          "Option '" + option.key() + "' is '" + value + "'; a name has letters, digits and _.");
    }
    return Identifiers.name(value);
  }

  /** Where to log in, and as whom. */
  static SnowflakeAccount account(ReadableConfig options) {
    String url = options.get(SnowflakeConnectorOptions.URL);
    checkUrl(url);
    boolean isOauth = options.get(SnowflakeConnectorOptions.AUTHENTICATION) == Authentication.OAUTH;
    String user = options.get(SnowflakeConnectorOptions.USER);
    if (!isOauth && user == null) {
      throw new ValidationException("Option 'user' is missing, whose key signs the login.");
    }
    String passphrase = options.get(SnowflakeConnectorOptions.PASSPHRASE_ENVIRONMENT);
    return new SnowflakeAccount(
        url,
        plain(options, SnowflakeConnectorOptions.DATABASE),
        plain(options, SnowflakeConnectorOptions.SCHEMA),
        plain(options, SnowflakeConnectorOptions.WAREHOUSE),
        options.get(SnowflakeConnectorOptions.ROLE),
        user,
        isOauth
            ? null
            : secret(
                options,
                SnowflakeConnectorOptions.PRIVATE_KEY_FILE,
                SnowflakeConnectorOptions.PRIVATE_KEY_ENVIRONMENT),
        passphrase == null
            ? null
            : new SecretSource(
                SnowflakeConnectorOptions.PASSPHRASE_ENVIRONMENT.key(), null, passphrase),
        isOauth
            ? secret(
                options,
                SnowflakeConnectorOptions.OAUTH_TOKEN_FILE,
                SnowflakeConnectorOptions.OAUTH_TOKEN_ENVIRONMENT)
            : null,
        options.get(SnowflakeConnectorOptions.TIMEOUT),
        options.get(SnowflakeConnectorOptions.STATEMENT_TIMEOUT));
  }

  private static void checkUrl(String url) {
    URI address;
    try {
      address = URI.create(url);
    } catch (IllegalArgumentException e) {
      address = URI.create("none:");
    }
    boolean isAddress =
        address.getHost() != null
            && address.getRawUserInfo() == null
            && ("https".equals(address.getScheme()) || "http".equals(address.getScheme()));
    if (!isAddress) {
      throw new ValidationException(
          "Option 'url' must be https://<account>.snowflakecomputing.com, without user and"
              + " password.");
    }
  }

  private static SecretSource secret(
      ReadableConfig options, ConfigOption<String> file, ConfigOption<String> environment) {
    String path = options.get(file);
    String variable = options.get(environment);
    if ((path == null) == (variable == null)) {
      throw new ValidationException(
          "One of the options '" + file.key() + "' and '" + environment.key() + "' is needed.");
    }
    return new SecretSource(path == null ? environment.key() : file.key(), path, variable);
  }
}
