package io.alluvium.connectors.snowflake;

import java.io.IOException;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.core.JsonFactory;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.core.JsonParser;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.core.JsonProcessingException;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.core.JsonToken;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.core.StreamReadFeature;
import org.apache.flink.table.data.RowData;

/** A text that must be JSON, as the standard has it: PARSE_JSON takes all such, and little else. */
final class JsonText implements ValueText {
  private static final long serialVersionUID = 1L;

  private static final JsonFactory JSON =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private final ValueText text;
  private final int index;
  private final boolean onlyObjects;

  /**
   * @param text writes it
   * @param onlyObjects whether nothing else can be in the column
   */
  JsonText(ValueText text, int index, boolean onlyObjects) {
    this.text = text;
    this.index = index;
    this.onlyObjects = onlyObjects;
  }

  @Override
  public void write(RowData row, CsvBuffer into) throws BadValueException {
    text.write(row, into);
    try (JsonParser parser = JSON.createParser(row.getString(index).toString())) {
      JsonToken first = parser.nextToken();
      if (onlyObjects && isOther(first)) {
        throw new BadValueException("its JSON is no object");
      }
      parser.skipChildren();
      if (parser.nextToken() != null) {
        throw new BadValueException("more than one value of JSON");
      }
    } catch (JsonProcessingException e) {
      throw new BadValueException("no JSON: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw new IllegalStateException("A text is read without a file", e);
    }
  }

  /** No token is that of an empty text, which is NULL in Snowflake, as null is. */
  private static boolean isOther(JsonToken first) {
    return first != null && first != JsonToken.START_OBJECT && first != JsonToken.VALUE_NULL;
  }
}
