package io.alluvium.ingest.record;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.List;
import javax.annotation.Nullable;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.generic.GenericRecord;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.StringData;

/**
 * Reads the values of Avro records, from messages as from files. Times and decimals count as what
 * their logical types say; what has no column, or does not fit, is rescued. Not thread-safe.
 */
public final class AvroRecordValues {
  private final JsonFactory json = new JsonFactory();
  private final ColumnValues values;
  private final FieldTree fields;
  private final RescuedFields rescued = new RescuedFields(json);

  public AvroRecordValues(List<DeclaredColumn> columns) {
    values = new ColumnValues(columns);
    fields = new FieldTree(columns);
  }

  /**
   * Sets the declared columns of the row.
   *
   * @param record of {@link GenericData} without conversions of logical types
   * @return JSON of what the columns do not hold; null where there is none
   */
  @Nullable
  public StringData read(GenericRecord record, GenericRowData row)
      throws UnreadableRecordException {
    for (int i = 0; i < values.count(); i++) {
      row.setField(i, null);
    }
    rescued.reset();
    try {
      object(record, fields.root(), row);
      values.checkRequired(row);
      return rescued.finish();
    } catch (IOException e) {
      // Written to memory.
      throw new UncheckedIOException(e);
    }
  }

  private void object(GenericRecord record, FieldTree.Field parent, GenericRowData row)
      throws IOException, UnreadableRecordException {
    for (Schema.Field avroField : record.getSchema().getFields()) {
      String name = avroField.name();
      Object value = record.get(avroField.pos());
      FieldTree.Field field = parent.child(name);
      if (field == null) {
        AvroJson.write(value, avroField.schema(), rescued.begin(name));
      } else if (field.column() >= 0) {
        row.setField(field.column(), value(value, avroField, field.column()));
      } else if (value instanceof GenericRecord object) {
        rescued.enter(name);
        object(object, field, row);
        rescued.leave();
      } else if (value != null) {
        AvroJson.write(value, avroField.schema(), rescued.begin(name));
      }
    }
  }

  @Nullable
  private Object value(@Nullable Object value, Schema.Field field, int index)
      throws IOException, UnreadableRecordException {
    if (value == null) {
      return null;
    }
    DeclaredColumn column = values.column(index);
    if (column.json()) {
      StringWriter text = new StringWriter();
      try (JsonGenerator generator = json.createGenerator(text)) {
        AvroJson.write(value, field.schema(), generator);
      }
      return StringData.fromString(text.toString());
    }
    ValueConversion conversion = values.conversion(index);
    Object converted;
    if (value instanceof CharSequence) {
      String text = value.toString();
      if (column.isNull(text)) {
        return null;
      }
      String mapped = column.mapped(text);
      boolean taken = conversion.takesText() || column.textAccepted() || mapped != null;
      converted = taken ? conversion.fromText(mapped == null ? text : mapped) : null;
      if (converted != null && mapped != null) {
        rescued.begin(field.name()).writeString(text);
      }
    } else {
      converted = typed(value, AvroJson.branch(field.schema(), value), conversion);
    }
    if (converted == null) {
      if (column.rejects()) {
        values.misfit(index, describe(value));
      }
      AvroJson.write(value, field.schema(), rescued.begin(field.name()));
    }
    return converted;
  }

  @Nullable
  private static Object typed(Object value, Schema schema, ValueConversion conversion) {
    LogicalType logical = schema.getLogicalType();
    if (logical instanceof LogicalTypes.Decimal decimal) {
      byte[] unscaled = AvroJson.bytes(value);
      BigDecimal number = new BigDecimal(new BigInteger(unscaled), decimal.getScale());
      return conversion.isText()
          ? conversion.fromText(number.toPlainString())
          : conversion.fromDecimal(number);
    }
    if (logical != null && conversion instanceof TimeConversions.TimeConversion time) {
      Object converted = AvroTimes.convert(logical, value, time);
      if (converted != null) {
        return converted;
      }
    }
    if (conversion.isText()
        && (value instanceof Number
            || value instanceof Boolean
            || value instanceof GenericData.EnumSymbol)) {
      return conversion.fromText(value.toString());
    }
    if (value instanceof Integer || value instanceof Long) {
      return conversion.fromLong(((Number) value).longValue());
    } else if (value instanceof Float || value instanceof Double) {
      return conversion.fromDouble(((Number) value).doubleValue());
    } else if (value instanceof Boolean truth) {
      return conversion.fromBoolean(truth);
    } else if (value instanceof ByteBuffer || value instanceof GenericFixed) {
      return conversion.fromBytes(AvroJson.bytes(value));
    }
    return null;
  }

  private static String describe(Object value) {
    if (value instanceof CharSequence) {
      return "the text '" + UnreadableRecordException.excerpt(value.toString()) + "'";
    } else if (value instanceof Number) {
      return "the number " + value;
    } else if (value instanceof Boolean) {
      return "a truth value";
    }
    return "a " + GenericData.get().induce(value).getType().getName();
  }
}
