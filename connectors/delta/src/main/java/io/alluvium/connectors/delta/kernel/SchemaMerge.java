package io.alluvium.connectors.delta.kernel;

import io.alluvium.connectors.delta.DeltaException;
import io.delta.kernel.internal.types.TypeWideningChecker;
import io.delta.kernel.types.ArrayType;
import io.delta.kernel.types.DataType;
import io.delta.kernel.types.MapType;
import io.delta.kernel.types.StructField;
import io.delta.kernel.types.StructType;
import io.delta.kernel.types.TypeChange;
import java.util.ArrayList;
import java.util.List;

/**
 * Gives a table's schema the columns that rows have and it lacks: at the end, and nullable, since
 * the rows that are there have no value for them. Columns that the rows lack stay.
 */
final class SchemaMerge {
  private final String table;
  private final boolean widening;

  /**
   * @param widening whether the table allows that a column's type is made wider
   */
  SchemaMerge(String table, boolean widening) {
    this.table = table;
    this.widening = widening;
  }

  /** Returns an equal schema where it has all columns already. */
  StructType merge(StructType schema, StructType wanted) {
    return mergeFields(schema, wanted, "");
  }

  private StructType mergeFields(StructType schema, StructType wanted, String prefix) {
    List<StructField> fields = new ArrayList<>(schema.fields());
    boolean changed = false;
    for (StructField field : wanted.fields()) {
      String column = prefix + field.getName();
      int index = indexOf(fields, field.getName(), column);
      if (index < 0) {
        fields.add(
            new StructField(field.getName(), field.getDataType(), true, field.getMetadata()));
        changed = true;
        continue;
      }
      StructField existing = fields.get(index);
      DataType merged = mergeTypes(existing.getDataType(), field.getDataType(), column);
      if (!merged.equals(existing.getDataType())) {
        fields.set(index, withType(existing, merged));
        changed = true;
      }
    }
    return changed ? new StructType(fields) : schema;
  }

  private int indexOf(List<StructField> fields, String name, String column) {
    for (int i = 0; i < fields.size(); i++) {
      String existing = fields.get(i).getName();
      if (existing.equals(name)) {
        return i;
      } else if (existing.equalsIgnoreCase(name)) {
        throw new DeltaException(
            "Table "
                + table
                + " has a column '"
                + existing
                + "', which differs from '"
                + column
                + "' in upper and lower case only: Delta takes them for the same. Rename the"
                + " column of the rows.");
      }
    }
    return -1;
  }

  private static StructField withType(StructField field, DataType type) {
    StructField changed = field.withDataType(type);
    if (isNested(type)) {
      return changed;
    }
    List<TypeChange> changes = new ArrayList<>(field.getTypeChanges());
    changes.add(new TypeChange(field.getDataType(), type));
    return changed.withTypeChanges(changes);
  }

  private static boolean isNested(DataType type) {
    return type instanceof StructType || type instanceof ArrayType || type instanceof MapType;
  }

  /** Returns an equal type where it holds the wanted one already. */
  private DataType mergeTypes(DataType existing, DataType wanted, String column) {
    if (existing instanceof StructType struct && wanted instanceof StructType other) {
      return mergeFields(struct, other, column + ".");
    } else if (existing instanceof ArrayType array && wanted instanceof ArrayType other) {
      DataType element =
          mergeTypes(array.getElementType(), other.getElementType(), column + ".element");
      return element.equals(array.getElementType())
          ? existing
          : new ArrayType(element, array.containsNull());
    } else if (existing instanceof MapType map && wanted instanceof MapType other) {
      DataType key = mergeTypes(map.getKeyType(), other.getKeyType(), column + ".key");
      DataType value = mergeTypes(map.getValueType(), other.getValueType(), column + ".value");
      return key.equals(map.getKeyType()) && value.equals(map.getValueType())
          ? existing
          : new MapType(key, value, map.isValueContainsNull());
    } else if (existing.equals(wanted)
        || (!isNested(existing) && TypeWideningChecker.isWideningSupported(wanted, existing))) {
      return existing;
    }
    return widened(existing, wanted, column);
  }

  private DataType widened(DataType existing, DataType wanted, String column) {
    if (isNested(existing)
        || isNested(wanted)
        || !TypeWideningChecker.isWideningSupported(existing, wanted)) {
      throw new DeltaException(
          "Column '"
              + column
              + "' of table "
              + table
              + " is "
              + existing
              + ", but "
              + wanted
              + " is to be written, which does not fit. Cast the value, or write to another"
              + " column or table.");
    } else if (!widening || column.contains(".")) {
      throw new DeltaException(
          "Column '"
              + column
              + "' of table "
              + table
              + " is "
              + existing
              + ", but "
              + wanted
              + " is to be written. "
              + (widening
                  ? "Only columns of the top level are widened. Write to another column."
                  : "Set the table property 'delta.enableTypeWidening' = 'true' to have the"
                      + " column widened, which older readers cannot read; or cast the value."));
    }
    return wanted;
  }
}
