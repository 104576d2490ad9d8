package io.alluvium.connectors.cosmos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import javax.annotation.Nullable;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.data.ArrayData;
import org.apache.flink.table.data.MapData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.RowType;

/** A row as a JSON object: a property for each column, null where its value is. */
record RowJson(List<Field> fields) implements Serializable {

  record Field(String name, JsonForm form, RowData.FieldGetter getter) implements Serializable {

    /**
     * A text of the value, whatever is wrong with it: one and the same each time the value comes.
     *
     * @return null where the value is
     */
    @Nullable
    String text(RowData row) {
      Object value = getter.getFieldOrNull(row);
      if (value == null || !isObjectOfItsOwn(value)) {
        return value == null ? null : value.toString();
      }
      try {
        JsonNode json = form.of(value);
        return json.isTextual() ? json.textValue() : json.toString();
      } catch (UnfitRowException e) {
        return "(" + e.getMessage() + ")";
      }
    }

    /** Whose text by itself tells which object it is, not what is in it. */
    private static boolean isObjectOfItsOwn(Object value) {
      return value instanceof byte[]
          || value instanceof ArrayData
          || value instanceof MapData
          || value instanceof RowData;
    }
  }

  /**
   * @throws ValidationException that names a column whose type has no form in JSON
   */
  static RowJson of(RowType type) {
    List<Field> fields = new ArrayList<>();
    for (int i = 0; i < type.getFieldCount(); i++) {
      RowType.RowField column = type.getFields().get(i);
      JsonForm form =
          JsonForm.of(column.getType())
              .orElseThrow(
                  () ->
                      new ValidationException(
                          "Column '"
                              + column.getName()
                              + "' of type "
                              + column.getType().asSummaryString()
                              + " has no form in JSON for Cosmos DB; cast it to STRING."));
      fields.add(new Field(column.getName(), form, RowData.createFieldGetter(column.getType(), i)));
    }
    return new RowJson(fields);
  }

  ObjectNode of(RowData row) throws UnfitRowException {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    for (Field field : fields) {
      try {
        object.set(field.name(), field.form().ofNullable(field.getter().getFieldOrNull(row)));
      } catch (UnfitRowException e) {
        throw new UnfitRowException("column '" + field.name() + "': " + e.getMessage());
      }
    }
    return object;
  }
}
