package io.alluvium.connectors.postgres.snapshot;

import io.alluvium.connectors.postgres.TableName;
import io.alluvium.connectors.postgres.database.CatalogTable;
import io.alluvium.connectors.postgres.rows.RowShape;
import io.alluvium.connectors.postgres.rows.RowShapes;
import io.alluvium.connectors.postgres.split.SnapshotSplit;
import io.alluvium.connectors.postgres.types.Codec;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How the rows of a split are copied.
 *
 * @param sql {@code COPY … TO STDOUT (FORMAT binary)}
 * @param asText by column, whether the server sends its text
 * @param keyFields of the split's key; those from the row's arity on are texts behind it
 */
record CopyPlan(String sql, RowShape shape, boolean[] asText, int[] keyFields) {
  /** Of these a value's text, as the codec writes it, gives the value again. */
  private static final Set<String> EXACT_TEXT =
      Set.of("int2", "int4", "int8", "oid", "bool", "text", "varchar", "uuid", "date");

  private static final String RELATION = "captured";

  static CopyPlan of(
      Connection connection, SnapshotSplit split, SnapshotSource source, RowShapes shapes)
      throws SQLException {
    RowShape shape =
        shapes.shape(
            connection,
            split.table(),
            source.columns().stream()
                .map(
                    column ->
                        new RowShapes.Column(column.name(), column.typeOid(), column.modifier()))
                .toList(),
            source.table().key());
    Codec[] codecs = shape.codecs();
    boolean[] asText = new boolean[codecs.length];
    List<String> items = new ArrayList<>();
    Map<String, Integer> places = new HashMap<>();
    for (int i = 0; i < codecs.length; i++) {
      CatalogTable.Column column = source.columns().get(i);
      asText[i] = !codecs[i].readsBinary();
      places.put(column.name(), i);
      items.add(TableName.quote(column.name()) + (asText[i] ? "::text" : ""));
    }
    int[] keyFields = {};
    if (split.range() instanceof SnapshotSplit.Keys keys) {
      keyFields = new int[keys.columns().size()];
      for (int i = 0; i < keyFields.length; i++) {
        String name = keys.columns().get(i);
        Integer place = places.get(name);
        if (place != null && EXACT_TEXT.contains(baseType(source.table(), name))) {
          keyFields[i] = place;
        } else {
          keyFields[i] = items.size();
          items.add(TableName.quote(name) + "::text");
        }
      }
    }
    String where = condition(split, source);
    String sql =
        "COPY (SELECT "
            + String.join(", ", items)
            + " FROM ONLY "
            + split.relation().quoted()
            + " AS "
            + RELATION
            + (where.isEmpty() ? "" : " WHERE " + where)
            + order(split)
            + ") TO STDOUT (FORMAT binary)";
    return new CopyPlan(sql, shape, asText, keyFields);
  }

  /** Without the length that SQL writes behind some. */
  private static String baseType(CatalogTable table, String column) {
    String type = sqlType(table, column);
    return switch (type) {
      case "smallint" -> "int2";
      case "integer" -> "int4";
      case "bigint" -> "int8";
      case "boolean" -> "bool";
      default -> type.startsWith("character varying") ? "varchar" : type;
    };
  }

  private static String sqlType(CatalogTable table, String column) {
    return table.columns().stream()
        .filter(other -> other.name().equals(column))
        .map(CatalogTable.Column::sqlType)
        .findFirst()
        .orElse("text");
  }

  private static String condition(SnapshotSplit split, SnapshotSource source) {
    List<String> conditions = new ArrayList<>();
    if (!source.filter().isEmpty()) {
      conditions.add("(" + source.filter() + ")");
    }
    if (split.range() instanceof SnapshotSplit.Keys keys) {
      if (!keys.after().isEmpty()) {
        conditions.add(compared(keys, ">", keys.after(), source.table()));
      }
      if (!keys.upTo().isEmpty()) {
        conditions.add(compared(keys, "<=", keys.upTo(), source.table()));
      }
    } else if (split.range() instanceof SnapshotSplit.Blocks blocks) {
      conditions.add("ctid >= '(" + blocks.from() + ",0)'::tid");
      if (blocks.to() >= 0) {
        conditions.add("ctid < '(" + blocks.to() + ",0)'::tid");
      }
    }
    return String.join(" AND ", conditions);
  }

  private static String compared(
      SnapshotSplit.Keys keys, String operator, List<String> values, CatalogTable table) {
    List<String> literals = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      literals.add(TableName.literal(values.get(i)) + "::" + sqlType(table, keys.columns().get(i)));
    }
    return "(" + columns(keys) + ") " + operator + " (" + String.join(", ", literals) + ")";
  }

  private static String order(SnapshotSplit split) {
    return split.range() instanceof SnapshotSplit.Keys keys ? " ORDER BY " + columns(keys) : "";
  }

  /** Of the table, and not the texts that are selected, which have the same names. */
  private static String columns(SnapshotSplit.Keys keys) {
    return keys.columns().stream()
        .map(column -> RELATION + "." + TableName.quote(column))
        .collect(Collectors.joining(", "));
  }
}
