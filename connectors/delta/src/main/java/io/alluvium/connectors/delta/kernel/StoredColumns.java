package io.alluvium.connectors.delta.kernel;

import io.delta.kernel.internal.util.ColumnMapping;
import io.delta.kernel.types.ArrayType;
import io.delta.kernel.types.DataType;
import io.delta.kernel.types.FieldMetadata;
import io.delta.kernel.types.MapType;
import io.delta.kernel.types.StructField;
import io.delta.kernel.types.StructType;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;

/**
 * How the files, the partition values and the statistics of a table name its columns (Delta
 * protocol, "Column Mapping").
 *
 * @param byId whether columns are found in the files by their number, not by their name
 * @param fields of the table by their names; those that are missing are stored under their names
 */
@Internal
public record StoredColumns(boolean byId, Map<String, Stored> fields) implements Serializable {
  private static final String ELEMENT = "element";
  private static final String KEY = "key";
  private static final String VALUE = "value";

  /** A field of the table, or of one of its structs. */
  record Stored(String name, int id, Map<String, Stored> children) implements Serializable {}

  public StoredColumns {
    fields = Map.copyOf(fields);
  }

  /** Of a table without column mapping. */
  public static StoredColumns sameNames() {
    return new StoredColumns(false, Map.of());
  }

  static StoredColumns of(StructType schema, Map<String, String> properties) {
    ColumnMapping.ColumnMappingMode mode = ColumnMapping.getColumnMappingMode(properties);
    if (!ColumnMapping.isColumnMappingModeEnabled(mode)) {
      return sameNames();
    }
    return new StoredColumns(mode == ColumnMapping.ColumnMappingMode.ID, fields(schema));
  }

  private static Map<String, Stored> fields(StructType struct) {
    Map<String, Stored> fields = new HashMap<>();
    for (StructField field : struct.fields()) {
      fields.put(
          field.getName(),
          new Stored(
              ColumnMapping.getPhysicalName(field),
              ColumnMapping.getColumnId(field),
              children(field.getDataType())));
    }
    return fields;
  }

  private static Map<String, Stored> children(DataType type) {
    if (type instanceof StructType struct) {
      return fields(struct);
    } else if (type instanceof ArrayType array) {
      return Map.of(ELEMENT, anonymous(ELEMENT, array.getElementType()));
    } else if (type instanceof MapType map) {
      return Map.of(
          KEY, anonymous(KEY, map.getKeyType()), VALUE, anonymous(VALUE, map.getValueType()));
    }
    return Map.of();
  }

  private static Stored anonymous(String name, DataType type) {
    return new Stored(name, -1, children(type));
  }

  /** The name of a top-level column in partition values. */
  public String name(String column) {
    Stored stored = fields.get(column);
    return stored == null ? column : stored.name();
  }

  /** The names of a column in files and statistics. */
  public List<String> path(List<String> path) {
    List<String> names = new ArrayList<>(path.size());
    Map<String, Stored> level = fields;
    for (String name : path) {
      Stored stored = level.get(name);
      names.add(stored == null ? name : stored.name());
      level = stored == null ? Map.of() : stored.children();
    }
    return names;
  }

  /** The numbers of a column in files; null where it is found by its name. */
  @Nullable
  List<Integer> fieldIds(List<String> path) {
    if (!byId || !fields.containsKey(path.get(0))) {
      return null;
    }
    List<Integer> ids = new ArrayList<>(path.size());
    Map<String, Stored> level = fields;
    for (String name : path) {
      Stored stored = level.get(name);
      if (stored == null) {
        return null;
      }
      ids.add(stored.id());
      level = stored.children();
    }
    return ids;
  }

  /** The schema to read of a file; every column may be missing in it, hence may be null. */
  StructType physical(StructType logical) {
    return struct(logical, fields);
  }

  private StructType struct(StructType logical, Map<String, Stored> level) {
    List<StructField> physical = new ArrayList<>();
    for (StructField field : logical.fields()) {
      Stored stored = level.get(field.getName());
      Map<String, Stored> children = stored == null ? Map.of() : stored.children();
      FieldMetadata metadata =
          byId && stored != null
              ? FieldMetadata.builder()
                  .putLong(ColumnMapping.PARQUET_FIELD_ID_KEY, stored.id())
                  .build()
              : FieldMetadata.empty();
      physical.add(
          new StructField(
              stored == null ? field.getName() : stored.name(),
              type(field.getDataType(), children),
              true,
              metadata));
    }
    return new StructType(physical);
  }

  private DataType type(DataType type, Map<String, Stored> children) {
    if (type instanceof StructType struct) {
      return struct(struct, children);
    } else if (type instanceof ArrayType array) {
      return new ArrayType(of(array.getElementType(), children, ELEMENT), array.containsNull());
    } else if (type instanceof MapType map) {
      return new MapType(
          of(map.getKeyType(), children, KEY),
          of(map.getValueType(), children, VALUE),
          map.isValueContainsNull());
    }
    return type;
  }

  private DataType of(DataType type, Map<String, Stored> children, String part) {
    Stored stored = children.get(part);
    return type(type, stored == null ? Map.of() : stored.children());
  }
}
