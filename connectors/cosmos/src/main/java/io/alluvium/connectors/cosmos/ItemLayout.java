package io.alluvium.connectors.cosmos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alluvium.connectors.cosmos.store.ContainerDefinition;
import io.alluvium.connectors.cosmos.store.CosmosStoreException;
import io.alluvium.connectors.cosmos.store.ItemKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.flink.table.data.RowData;

/** How the rows of a table become items of a container. */
final class ItemLayout {
  /** The most that Cosmos DB sets in one patch. */
  private static final int SETS = 10;

  private static final Pattern SIMPLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  private static final int FOR_EVER = -1;

  /** Of the properties that the sink and Cosmos DB add to an item, in bytes. */
  static final int OVERHEAD = 512;

  private final CosmosTable table;
  private final List<Part> partition;
  private final int rowLife;
  private final int tombstoneLife;
  private final int ownLife;

  /** A path of the partition key, and the columns whose values it has. */
  private record Part(String property, List<String> columns) {}

  private ItemLayout(
      CosmosTable table, List<Part> partition, int rowLife, int tombstoneLife, int ownLife) {
    this.table = table;
    this.partition = partition;
    this.rowLife = rowLife;
    this.tombstoneLife = tombstoneLife;
    this.ownLife = ownLife;
  }

  /**
   * @throws CosmosStoreException where the container is not one for the table
   */
  static ItemLayout of(CosmosTable table, ContainerDefinition container)
      throws CosmosStoreException {
    boolean ends = !table.timeToLive().isZero() || !table.tombstoneTimeToLive().isZero();
    if (ends && container.timeToLive().isEmpty()) {
      throw new CosmosStoreException(
          "The container of table "
              + table.name()
              + " has its time to live off: set it to on, without a default, so that tombstones end;"
              + " or set 'tombstone.time-to-live' = '0 s', so that they stay for ever.");
    }
    // Where the container gives items an end, those that have none must say so.
    int forever = container.timeToLive().orElse(FOR_EVER) > 0 ? FOR_EVER : 0;
    return new ItemLayout(
        table,
        parts(table, container),
        life(table.timeToLive(), forever),
        life(table.tombstoneTimeToLive(), forever),
        forever);
  }

  private static int life(Duration life, int forever) {
    return life.isZero()
        ? forever
        : (int) Math.max(1, Math.min(Integer.MAX_VALUE, life.toSeconds()));
  }

  private static List<Part> parts(CosmosTable table, ContainerDefinition container)
      throws CosmosStoreException {
    List<String> properties =
        container.partitionPaths().stream().map(path -> path.substring(1)).toList();
    List<String> columns = table.partitionColumns();
    List<Part> parts = new ArrayList<>();
    if (columns == null) {
      for (String property : properties) {
        parts.add(new Part(property, List.of(property)));
        if (!property.equals(ItemProperties.ID) && !table.keyColumns().contains(property)) {
          throw misfit(table, container, "");
        }
      }
    } else if (properties.size() == columns.size()) {
      for (int i = 0; i < columns.size(); i++) {
        parts.add(new Part(properties.get(i), List.of(columns.get(i))));
      }
    } else if (properties.size() == 1) {
      parts.add(new Part(properties.get(0), columns));
    } else {
      throw misfit(table, container, ", not " + columns);
    }
    for (Part part : parts) {
      boolean other =
          !part.columns().equals(List.of(part.property()))
              && (part.property().equals(ItemProperties.ID)
                  || table.values().fields().stream()
                      .anyMatch(field -> field.name().equals(part.property())));
      if (other || !SIMPLE.matcher(part.property()).matches()) {
        throw misfit(table, container, ", which is another column or nested");
      }
    }
    requireUnique(table, parts);
    return parts;
  }

  /** An id is unique within its partition only. */
  private static void requireUnique(CosmosTable table, List<Part> parts)
      throws CosmosStoreException {
    if (!table.hasOwnId()) {
      return;
    }
    List<String> rest = new ArrayList<>(table.keyColumns());
    rest.remove(ItemProperties.ID);
    parts.forEach(part -> rest.removeAll(part.columns()));
    if (!rest.isEmpty()) {
      throw new CosmosStoreException(
          "Table "
              + table.name()
              + " has a column 'id' and in its primary key also "
              + rest
              + ", which are no part of the container's partition key: rows would share an item."
              + " Name the column otherwise in the query, so that the id is made of the whole key.");
    }
  }

  private static CosmosStoreException misfit(
      CosmosTable table, ContainerDefinition container, String more) {
    return new CosmosStoreException(
        "The container of table "
            + table.name()
            + " is partitioned by "
            + container.partitionPaths()
            + more
            + "; these must be columns of the primary key, "
            + table.keyColumns()
            + ". Say with option 'partition-key.columns' which columns they are, or make a container"
            + " that is partitioned by a column or by /id.");
  }

  /**
   * What a change makes of an item.
   *
   * @throws UnfitRowException where the row is none for Cosmos DB
   */
  ItemChange change(RowData row) throws UnfitRowException {
    ObjectNode keyValues = table.keyValues(row);
    String id = id(keyValues);
    ItemIds.require(id);
    Long version = table.version() == null ? null : table.version().of(row);
    boolean deleted =
        switch (row.getRowKind()) {
          case UPDATE_BEFORE, DELETE -> true;
          case INSERT, UPDATE_AFTER -> false;
        };
    ObjectNode item = deleted ? JsonNodeFactory.instance.objectNode() : table.values().of(row);
    item.put(ItemProperties.ID, id);
    List<Object> values = new ArrayList<>();
    for (Part part : partition) {
      JsonNode value = value(part, keyValues, id);
      item.set(part.property(), value);
      values.add(partitionValue(value));
    }
    if (deleted) {
      item.put(ItemProperties.KIND, ItemProperties.TOMBSTONE);
    }
    setLife(item, deleted ? tombstoneLife : rowLife);
    return new ItemChange(new ItemKey(id, List.copyOf(values)), item, deleted, version);
  }

  private String id(ObjectNode keyValues) {
    if (table.hasOwnId()) {
      return keyValues.get(ItemProperties.ID).textValue();
    }
    String key = joined(keyValues, table.keyColumns());
    return table.idPrefix() == null ? key : table.idPrefix() + ":" + key;
  }

  private static String joined(ObjectNode keyValues, List<String> columns) {
    return columns.stream()
        .map(column -> ItemIds.encoded(text(keyValues.get(column))))
        .collect(Collectors.joining(":"));
  }

  private static String text(JsonNode value) {
    return value.isNumber() ? value.decimalValue().toPlainString() : value.asText(value.toString());
  }

  private static JsonNode value(Part part, ObjectNode keyValues, String id) {
    if (part.property().equals(ItemProperties.ID)) {
      return JsonNodeFactory.instance.textNode(id);
    }
    return part.columns().size() == 1
        ? keyValues.get(part.columns().get(0))
        : JsonNodeFactory.instance.textNode(joined(keyValues, part.columns()));
  }

  private static Object partitionValue(JsonNode value) throws UnfitRowException {
    if (value.isTextual()) {
      return value.textValue();
    }
    if (value.isNumber()) {
      // As it is read from the item's JSON, where a FLOAT has fewer digits than as a double.
      return value.isFloat() ? Double.parseDouble(value.asText()) : value.doubleValue();
    }
    if (value.isBoolean()) {
      return value.booleanValue();
    }
    throw new UnfitRowException("its partition key " + value + " is no text, number or boolean");
  }

  private static void setLife(ObjectNode item, int life) {
    if (life != 0) {
      item.put(ItemProperties.TIME_TO_LIVE, life);
    }
  }

  /** What a patch sets of a row, by path; empty where it is too much for one. */
  Optional<Map<String, JsonNode>> sets(ItemChange change, String stamp) {
    Map<String, JsonNode> sets = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> property : change.item().properties()) {
      String name = property.getKey();
      boolean fixed =
          name.equals(ItemProperties.ID)
              || table.keyColumns().contains(name)
              || partition.stream().anyMatch(part -> part.property().equals(name));
      if (!fixed) {
        if (!SIMPLE.matcher(name).matches()) {
          return Optional.empty();
        }
        sets.put("/" + name, property.getValue());
      }
    }
    sets.put("/" + ItemProperties.VERSION, JsonNodeFactory.instance.textNode(stamp));
    return sets.size() > SETS ? Optional.empty() : Optional.of(sets);
  }

  /**
   * Of which items a patch is: of rows that are not newer. Nor of those that end where rows do not,
   * as of a former time to live: a patch cannot take it away where it may not be there, so they are
   * replaced.
   *
   * @param stamp hexadecimal digits in small letters: nothing to quote
   */
  String condition(String stamp) {
    return "from c where c."
        + ItemProperties.VERSION
        + " <= \""
        + stamp
        + "\" and not is_defined(c."
        + ItemProperties.KIND
        + ")"
        + (rowLife == 0 ? " and not is_defined(c." + ItemProperties.TIME_TO_LIVE + ")" : "");
  }

  /** Where an item is that is the sink's own: its id is its partition key, too. */
  ItemKey ownKey(String id) {
    return new ItemKey(id, List.copyOf(partition.stream().map(part -> (Object) id).toList()));
  }

  /**
   * An item of the sink's own, with no more than what every such item has.
   *
   * @param ends whether it ends as tombstones do
   */
  ObjectNode ownItem(String id, String kind, boolean ends) {
    ObjectNode item = JsonNodeFactory.instance.objectNode();
    partition.forEach(part -> item.put(part.property(), id));
    item.put(ItemProperties.ID, id);
    item.put(ItemProperties.KIND, kind);
    setLife(item, ends ? tombstoneLife : ownLife);
    return item;
  }
}
