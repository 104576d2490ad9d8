package io.alluvium.connectors.cosmos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.FloatNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.Serializable;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.apache.flink.table.data.ArrayData;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.MapData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.types.logical.ArrayType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.LogicalTypeFamily;
import org.apache.flink.table.types.logical.MapType;
import org.apache.flink.table.types.logical.RowType;

/**
 * How a value is written as JSON. Numbers of Cosmos DB are doubles: one that is not exactly such a
 * number does not fit.
 */
@FunctionalInterface
interface JsonForm extends Serializable {
  long LARGEST_WHOLE = 1L << 53;

  /** Digits that a double keeps. */
  int DIGITS = 15;

  long NANOS_PER_MILLI = 1_000_000L;

  /**
   * @param value of Flink's internal form; not null
   */
  JsonNode of(Object value) throws UnfitRowException;

  /** Of a value that may be null. */
  default JsonNode ofNullable(Object value) throws UnfitRowException {
    return value == null ? NullNode.instance : of(value);
  }

  /** Empty where values of the type have none. */
  static Optional<JsonForm> of(LogicalType type) {
    JsonForm form =
        switch (type.getTypeRoot()) {
          case CHAR, VARCHAR -> value -> TextNode.valueOf(value.toString());
          case BOOLEAN -> value -> BooleanNode.valueOf((Boolean) value);
          case TINYINT, SMALLINT, INTEGER -> value -> IntNode.valueOf(((Number) value).intValue());
          case BIGINT -> value -> whole((Long) value);
          case FLOAT -> value -> real((Float) value);
          case DOUBLE -> value -> real((Double) value);
          case DECIMAL -> value -> decimal(((DecimalData) value).toBigDecimal());
          case DATE -> value -> TextNode.valueOf(LocalDate.ofEpochDay((Integer) value).toString());
          case TIME_WITHOUT_TIME_ZONE ->
              value ->
                  TextNode.valueOf(
                      LocalTime.ofNanoOfDay((Integer) value * NANOS_PER_MILLI).toString());
          case TIMESTAMP_WITHOUT_TIME_ZONE ->
              value -> TextNode.valueOf(((TimestampData) value).toLocalDateTime().toString());
          case TIMESTAMP_WITH_LOCAL_TIME_ZONE ->
              value -> TextNode.valueOf(((TimestampData) value).toInstant().toString());
          case BINARY, VARBINARY ->
              value -> TextNode.valueOf(Base64.getEncoder().encodeToString((byte[]) value));
          case ARRAY -> array(((ArrayType) type).getElementType());
          case MAP -> map((MapType) type);
          case ROW -> row((RowType) type);
          default -> null;
        };
    return Optional.ofNullable(form);
  }

  private static JsonNode whole(long value) throws UnfitRowException {
    if (value > LARGEST_WHOLE || value < -LARGEST_WHOLE) {
      throw new UnfitRowException(
          "the number " + value + " is none of Cosmos DB, which has doubles; cast it to STRING");
    }
    return LongNode.valueOf(value);
  }

  private static JsonNode real(float value) throws UnfitRowException {
    requireNumber(value);
    return FloatNode.valueOf(value);
  }

  private static JsonNode real(double value) throws UnfitRowException {
    requireNumber(value);
    return DoubleNode.valueOf(value);
  }

  private static void requireNumber(double value) throws UnfitRowException {
    if (!Double.isFinite(value)) {
      throw new UnfitRowException(value + " is no number of JSON; make it NULL or a STRING");
    }
  }

  private static JsonNode decimal(BigDecimal value) throws UnfitRowException {
    if (value.signum() != 0 && value.stripTrailingZeros().precision() > DIGITS) {
      throw new UnfitRowException(
          "the number "
              + value.toPlainString()
              + " has more than the 15 digits that Cosmos DB keeps; round it, or cast it to STRING");
    }
    return DecimalNode.valueOf(new BigDecimal(value.toPlainString()));
  }

  private static JsonForm array(LogicalType elementType) {
    JsonForm element = of(elementType).orElse(null);
    if (element == null) {
      return null;
    }
    ArrayData.ElementGetter getter = ArrayData.createElementGetter(elementType);
    return value -> list((ArrayData) value, element, getter);
  }

  private static ArrayNode list(ArrayData values, JsonForm form, ArrayData.ElementGetter getter)
      throws UnfitRowException {
    ArrayNode list = JsonNodeFactory.instance.arrayNode(values.size());
    for (int i = 0; i < values.size(); i++) {
      list.add(form.ofNullable(getter.getElementOrNull(values, i)));
    }
    return list;
  }

  private static JsonForm map(MapType type) {
    JsonForm valueForm = of(type.getValueType()).orElse(null);
    if (valueForm == null || !type.getKeyType().is(LogicalTypeFamily.CHARACTER_STRING)) {
      return null;
    }
    ArrayData.ElementGetter keys = ArrayData.createElementGetter(type.getKeyType());
    ArrayData.ElementGetter values = ArrayData.createElementGetter(type.getValueType());
    return value -> {
      MapData map = (MapData) value;
      ObjectNode object = JsonNodeFactory.instance.objectNode();
      for (int i = 0; i < map.size(); i++) {
        Object key = keys.getElementOrNull(map.keyArray(), i);
        if (key == null) {
          throw new UnfitRowException("a map has a key that is NULL");
        }
        object.set(
            key.toString(), valueForm.ofNullable(values.getElementOrNull(map.valueArray(), i)));
      }
      return object;
    };
  }

  private static JsonForm row(RowType type) {
    List<Optional<JsonForm>> forms = type.getChildren().stream().map(JsonForm::of).toList();
    if (forms.stream().anyMatch(Optional::isEmpty)) {
      return null;
    }
    RowJson fields = RowJson.of(type);
    return value -> fields.of((RowData) value);
  }
}
