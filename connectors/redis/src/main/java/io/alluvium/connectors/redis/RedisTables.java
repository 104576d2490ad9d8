package io.alluvium.connectors.redis;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.annotation.Nullable;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.types.logical.RowType;

/** Makes {@link RedisTable}s of options, and checks them. */
final class RedisTables {
  private RedisTables() {}

  /**
   * Where rows are.
   *
   * @param member null where a key holds one row
   */
  record Keys(KeyTemplate key, @Nullable KeyTemplate member) {}

  /** The key of each row, by the prefix or the template that the options give. */
  static Keys keys(ReadableConfig options, List<String> primaryKey, String name) {
    String prefix = options.get(RedisConnectorOptions.KEY_PREFIX);
    String template = options.get(RedisConnectorOptions.KEY_TEMPLATE);
    if ((prefix == null) == (template == null)) {
      throw new ValidationException(
          "Table " + name + " needs one of the options 'key.prefix' and 'key.template'.");
    }
    if (primaryKey.isEmpty()) {
      throw new ValidationException(
          "Table "
              + name
              + " needs a primary key, which names its Redis keys: add PRIMARY KEY (…) NOT"
              + " ENFORCED.");
    }
    if (options.get(RedisConnectorOptions.LAYOUT).hasMembers()) {
      return members(
          prefix == null ? parse(template) : KeyTemplate.constant(prefix), primaryKey, name);
    }
    if (prefix != null) {
      return new Keys(KeyTemplate.ofPrefix(prefix, primaryKey), null);
    }
    KeyTemplate key = parse(template);
    if (!new HashSet<>(key.columns()).equals(new HashSet<>(primaryKey))) {
      throw names(key, name, "it must name those of the primary key, " + primaryKey);
    }
    return new Keys(key, null);
  }

  private static Keys members(KeyTemplate key, List<String> primaryKey, String name) {
    List<String> rest = new ArrayList<>(primaryKey);
    rest.removeAll(key.columns());
    if (rest.isEmpty() || !primaryKey.containsAll(key.columns())) {
      throw names(
          key,
          name,
          "of this layout it must name some of the primary key, "
              + primaryKey
              + ", and leave one or more, which name the member");
    }
    return new Keys(key, KeyTemplate.ofColumns(rest));
  }

  private static ValidationException names(KeyTemplate key, String table, String rule) {
    return new ValidationException(
        "Option 'key.template' of table "
            + table
            + " names the columns "
            + key.columns()
            + "; "
            + rule
            + ".");
  }

  static RedisTable of(ReadableConfig options, RowType rowType, Keys keys) {
    List<String> columns = new ArrayList<>(keys.key().columns());
    if (keys.member() != null) {
      columns.addAll(keys.member().columns());
    }
    Map<String, RedisTable.KeyField> fields = new HashMap<>();
    for (String column : columns) {
      int index = rowType.getFieldIndex(column);
      fields.put(
          column,
          new RedisTable.KeyField(
              FieldText.required(rowType.getFields().get(index), index), index));
    }
    return new RedisTable(
        keys.key(),
        keys.member(),
        fields,
        values(options, rowType),
        version(options.get(RedisConnectorOptions.VERSION_COLUMN), rowType),
        RowText.of(rowType));
  }

  private static RowValues values(ReadableConfig options, RowType rowType) {
    Layout layout = options.get(RedisConnectorOptions.LAYOUT);
    String score = options.get(RedisConnectorOptions.SCORE_COLUMN);
    if ((layout == Layout.SORTED_SET) != (score != null)) {
      throw new ValidationException(
          "Option 'score.column' is needed with the layout 'sorted-set', and of no use with another.");
    }
    return switch (layout) {
      case HASH -> new HashValues(rowType, Set.of(RedisScripts.VERSION_FIELD));
      case JSON -> new JsonValues(rowType);
      case SORTED_SET -> new ScoredValues(score(score, rowType), new JsonValues(rowType));
      case STREAM -> new HashValues(rowType, Set.of("_op", "_row"));
    };
  }

  private static RowScore score(String column, RowType rowType) {
    int index = rowType.getFieldIndex(column);
    if (index < 0) {
      throw new ValidationException(
          "Option 'score.column' names '"
              + column
              + "'; the table has "
              + rowType.getFieldNames()
              + ".");
    }
    if (!RowScore.supports(rowType.getTypeAt(index))) {
      throw new ValidationException(
          "Option 'score.column' names '"
              + column
              + "' of type "
              + rowType.getTypeAt(index).asSummaryString()
              + "; a score is a number, a DATE or a timestamp.");
    }
    return new RowScore(column, index, rowType.getTypeAt(index));
  }

  @Nullable
  private static RowVersion version(@Nullable String column, RowType rowType) {
    if (column == null) {
      return null;
    }
    int index = rowType.getFieldIndex(column);
    if (index < 0) {
      throw new ValidationException(
          "Option 'version.column' names '"
              + column
              + "'; the table has "
              + rowType.getFieldNames()
              + ".");
    }
    if (!RowVersion.supports(rowType.getTypeAt(index))) {
      throw new ValidationException(
          "Option 'version.column' names '"
              + column
              + "' of type "
              + rowType.getTypeAt(index).asSummaryString()
              + "; a version is a whole number, a DATE or a timestamp.");
    }
    return new RowVersion(index, rowType.getTypeAt(index));
  }

  private static KeyTemplate parse(String template) {
    try {
      return KeyTemplate.parse(template);
    } catch (IllegalArgumentException e) {
      throw new ValidationException("Option 'key.template': " + e.getMessage() + ".");
    }
  }
}
