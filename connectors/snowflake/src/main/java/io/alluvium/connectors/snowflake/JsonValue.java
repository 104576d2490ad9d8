package io.alluvium.connectors.snowflake;

import java.util.Arrays;
import org.apache.flink.formats.common.TimestampFormat;
import org.apache.flink.formats.json.JsonFormatOptions.MapNullKeyMode;
import org.apache.flink.formats.json.JsonRowDataSerializationSchema;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;

/** A nested value as JSON. */
final class JsonValue implements ValueText {
  private static final long serialVersionUID = 1L;

  /** The column's name in the object that the serializer writes. */
  private static final String NAME = "v";

  private static final int BEFORE = "{\"v\":".length();

  private final RowData.FieldGetter getter;
  private final JsonRowDataSerializationSchema json;
  private transient boolean open;

  JsonValue(RowType.RowField field, int index) {
    this.getter = RowData.createFieldGetter(field.getType(), index);
    this.json =
        new JsonRowDataSerializationSchema(
            RowType.of(new LogicalType[] {field.getType()}, new String[] {NAME}),
            TimestampFormat.ISO_8601,
            MapNullKeyMode.FAIL,
            "null",
            true,
            false);
  }

  @Override
  public void write(RowData row, CsvBuffer into) throws BadValueException {
    if (!open) {
      open();
    }
    byte[] object = json.serialize(GenericRowData.of(getter.getFieldOrNull(row)));
    byte[] value = Arrays.copyOfRange(object, BEFORE, object.length - 1);
    if (value.length > ColumnTypes.LONGEST_TEXT) {
      throw new BadValueException(
          value.length
              + " bytes of JSON are more than the "
              + ColumnTypes.LONGEST_TEXT
              + " that Snowflake takes");
    }
    into.quoted(value);
  }

  private void open() {
    try {
      // The schema of JSON takes nothing of its context.
      json.open(null);
      open = true;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
