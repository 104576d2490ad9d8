package io.alluvium.connectors.cosmos;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import javax.annotation.Nullable;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.LogicalTypeFamily;
import org.apache.flink.table.types.logical.RowType;

/**
 * How the rows of a table become items, as far as it is known without the container.
 *
 * @param name for messages
 * @param values of all columns
 * @param keys of those of the primary key, in its order
 * @param version null where no column tells it
 * @param idPrefix null for none
 * @param partitionColumns null for those that the container's paths name
 * @param timeToLive of rows; zero for ever
 * @param tombstoneTimeToLive zero for ever
 */
record CosmosTable(
    String name,
    RowJson values,
    RowJson keys,
    @Nullable RowVersion version,
    @Nullable String idPrefix,
    @Nullable List<String> partitionColumns,
    Duration timeToLive,
    Duration tombstoneTimeToLive)
    implements Serializable {

  /**
   * @throws ValidationException where options and columns do not fit each other
   */
  static CosmosTable of(
      ReadableConfig options, RowType rowType, List<String> primaryKey, String name) {
    if (primaryKey.isEmpty()) {
      throw new ValidationException(
          "Table "
              + name
              + " needs a primary key, which names its items: add PRIMARY KEY (…) NOT ENFORCED.");
    }
    Set<String> reserved = new TreeSet<>(rowType.getFieldNames());
    reserved.retainAll(ItemProperties.RESERVED);
    if (!reserved.isEmpty()) {
      throw new ValidationException(
          "Table "
              + name
              + " has the columns "
              + reserved
              + ", which items of Cosmos DB have for themselves; name them otherwise in the query.");
    }
    requirePlainKey(rowType, primaryKey, name);
    String prefix = options.get(CosmosConnectorOptions.ID_PREFIX);
    checkId(rowType, primaryKey, prefix, name);
    List<String> partition = options.get(CosmosConnectorOptions.PARTITION_KEY_COLUMNS);
    if (partition != null
        && (partition.isEmpty()
            || !primaryKey.containsAll(partition)
            || new HashSet<>(partition).size() < partition.size())) {
      throw new ValidationException(
          "Option 'partition-key.columns' of table "
              + name
              + " names "
              + partition
              + "; it must name some of the primary key, "
              + primaryKey
              + ", each once.");
    }
    RowJson values = RowJson.of(rowType);
    List<RowJson.Field> keys = new ArrayList<>();
    for (String column : primaryKey) {
      keys.add(values.fields().get(rowType.getFieldIndex(column)));
    }
    return new CosmosTable(
        name,
        values,
        new RowJson(keys),
        RowVersion.of(options.get(CosmosConnectorOptions.VERSION_COLUMN), rowType),
        prefix,
        partition == null ? null : List.copyOf(partition),
        options.get(CosmosConnectorOptions.TIME_TO_LIVE),
        options.get(CosmosConnectorOptions.TOMBSTONE_TIME_TO_LIVE));
  }

  /** Arrays, maps and rows have no text in an id: rows of different keys would share an item. */
  private static void requirePlainKey(RowType rowType, List<String> primaryKey, String name) {
    for (String column : primaryKey) {
      LogicalType type = rowType.getTypeAt(rowType.getFieldIndex(column));
      if (type.is(LogicalTypeFamily.CONSTRUCTED)) {
        throw new ValidationException(
            "Column '"
                + column
                + "' of type "
                + type.asSummaryString()
                + " is in the primary key of table "
                + name
                + ", whose values are the items' ids; cast it to STRING, or leave it out of the key.");
      }
    }
  }

  private static void checkId(
      RowType rowType, List<String> primaryKey, @Nullable String prefix, String name) {
    int id = rowType.getFieldIndex(ItemProperties.ID);
    if (id < 0) {
      return;
    }
    if (!primaryKey.contains(ItemProperties.ID)
        || !rowType.getTypeAt(id).is(LogicalTypeFamily.CHARACTER_STRING)) {
      throw new ValidationException(
          "Column 'id' of table "
              + name
              + " is the item's id in Cosmos DB: make it a STRING of the primary key, or name it"
              + " otherwise in the query.");
    }
    if (prefix != null) {
      throw new ValidationException(
          "Option 'id.prefix' does not go with a column 'id', which is the item's id: leave one out.");
    }
  }

  /** Whether the column {@code id} is the item's. */
  boolean hasOwnId() {
    return keys.fields().stream().anyMatch(key -> key.name().equals(ItemProperties.ID));
  }

  List<String> keyColumns() {
    return keys.fields().stream().map(RowJson.Field::name).toList();
  }

  /** One text for each row, whatever is in it: where rows are sent that are not fit, too. */
  String place(RowData row) {
    StringBuilder place = new StringBuilder();
    for (RowJson.Field key : keys.fields()) {
      String value = key.text(row);
      if (!place.isEmpty()) {
        place.append(':');
      }
      place.append(value == null ? "" : ItemIds.encoded(value));
    }
    return place.toString();
  }

  /** The columns of the primary key. */
  ObjectNode keyValues(RowData row) throws UnfitRowException {
    ObjectNode values = keys.of(row);
    for (Map.Entry<String, com.fasterxml.jackson.databind.JsonNode> value : values.properties()) {
      if (value.getValue().isNull()) {
        throw new UnfitRowException("column '" + value.getKey() + "' of its key is NULL");
      }
    }
    return values;
  }
}
