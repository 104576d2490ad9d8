package io.alluvium.ingest.jdbc;

import io.alluvium.definitions.DefinitionValue;
import io.alluvium.ingest.batch.InletDefinition;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads the definition of a table or query. */
final class JdbcDefinition {
  private static final int RANGES = 16;
  private static final int PAGE_ROWS = 5_000;

  /** MySQL's driver takes up to three of them, with numbers. */
  private static final Pattern PASSWORD =
      Pattern.compile("password\\d?\\s*=", Pattern.CASE_INSENSITIVE);

  /** As in user:password@host and in user/password@; Oracle has an @ before a host without them. */
  private static final Pattern USER_INFO =
      Pattern.compile("^(?!jdbc:oracle:[^:@]*:/?@[^@?;]*([?;]|$))[^?;]*@");

  private JdbcDefinition() {}

  static JdbcSettings settings(InletDefinition definition) {
    DefinitionValue source = definition.root().required("source");
    Optional<DefinitionValue> table = source.get("table");
    Optional<DefinitionValue> query = source.get("query");
    if (table.isPresent() == query.isPresent()) {
      throw source.error("needs either table or query");
    }
    return new JdbcSettings(
        url(source.required("url")),
        source.get("user").map(DefinitionValue::text).orElse(null),
        source.get("password").map(DefinitionValue::secret).orElse(null),
        table.map(DefinitionValue::text).orElse(null),
        query.map(value -> value.text().strip().replaceFirst(";$", "")).orElse(null),
        source
            .get("mode")
            .map(value -> JdbcSettings.Mode.valueOf(value.text().toUpperCase(Locale.ROOT)))
            .orElse(JdbcSettings.Mode.FULL),
        source.get("column").map(DefinitionValue::text).orElse(null),
        source.get("key").map(DefinitionValue::items).orElse(List.of()).stream()
            .map(DefinitionValue::text)
            .toList(),
        source.get("lag").map(DefinitionValue::duration).orElse(Duration.ZERO),
        source.get("ranges").map(DefinitionValue::integer).orElse(RANGES),
        source.get("page-rows").map(DefinitionValue::integer).orElse(PAGE_ROWS),
        definition.interval().orElse(null));
  }

  private static String url(DefinitionValue value) {
    String url = value.text();
    if (PASSWORD.matcher(url).find()) {
      throw value.error("must not hold a password; write it as source.password");
    }
    if (USER_INFO.matcher(url).find()) {
      throw value.error(
          "must not hold a user before '@', nor a password; write them as source.user and"
              + " source.password");
    }
    return url;
  }

  /** Refuses what the mode cannot do with the table. */
  static void check(InletDefinition definition, JdbcSettings settings, JdbcShape shape) {
    DefinitionValue source = definition.root().required("source");
    if (settings.mode() == JdbcSettings.Mode.INCREMENTAL && settings.column() == null) {
      throw source.error(
          "mode incremental needs column: one that grows with every change, such as updated_at");
    }
    if (settings.mode() == JdbcSettings.Mode.INCREMENTAL && shape.orderColumn().collated()) {
      throw source
          .required("column")
          .error(
              "column '"
                  + shape.orderColumn().name()
                  + "' is of type "
                  + shape.orderColumn().typeName()
                  + ", whose order depends on a collation; for mode incremental name one of numbers"
                  + " or times, or write a query that casts it to one");
    }
    if (settings.mode() == JdbcSettings.Mode.DIFFERENCE) {
      if (shape.key().isEmpty()) {
        throw source.error(
            "mode difference needs key: the columns that tell rows apart; there is no primary key");
      }
      if (!shape.key().contains(shape.order())) {
        throw source.required("column").error("in mode difference must be one of the key");
      }
    }
    if (shape.orderColumn() != null) {
      switch (shape.orderColumn().type().getTypeRoot()) {
        case FLOAT, DOUBLE, BOOLEAN, VARBINARY ->
            throw source
                .get("column")
                .orElse(source)
                .error(
                    "column '"
                        + shape.orderColumn().name()
                        + "' is of type "
                        + shape.orderColumn().typeName()
                        + ", by which rows cannot be put in order exactly; name another");
        default -> {}
      }
    }
  }
}
