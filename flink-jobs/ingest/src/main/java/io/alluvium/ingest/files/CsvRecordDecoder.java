package io.alluvium.ingest.files;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.alluvium.ingest.record.DeclaredColumn;
import io.alluvium.ingest.record.ErrorClass;
import io.alluvium.ingest.record.JsonFormat;
import io.alluvium.ingest.record.RecordDecoder;
import io.alluvium.ingest.record.UnreadableRecordException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.StringData;

/**
 * Decodes records of a CSV file with named fields: as a JSON object of texts, so that columns,
 * misfits and unknown fields are dealt with as everywhere. An empty field has no value. A record
 * with fewer fields than names is refused, as one that was cut off; further fields are rescued
 * under {@code field_N}, counted from 1.
 */
final class CsvRecordDecoder implements RecordDecoder {
  private final CsvFields fields;
  private final List<String> names;
  private final RecordDecoder json;
  private final JsonFactory factory = new JsonFactory();
  private final ByteArrayOutputStream object = new ByteArrayOutputStream();

  CsvRecordDecoder(CsvSettings settings, List<String> names, List<DeclaredColumn> columns) {
    this.fields = new CsvFields(settings);
    this.names = names;
    this.json = new JsonFormat().newDecoder(columns);
  }

  @Override
  public StringData decode(byte[] bytes, int offset, int length, GenericRowData row)
      throws UnreadableRecordException {
    List<String> values = fields.parse(bytes, offset, length);
    if (values.size() < names.size()) {
      throw new UnreadableRecordException(
          ErrorClass.MALFORMED, "the record has " + values.size() + " fields, not " + names.size());
    }
    object.reset();
    try (JsonGenerator generator = factory.createGenerator(object)) {
      generator.writeStartObject();
      for (int i = 0; i < values.size(); i++) {
        if (!values.get(i).isEmpty()) {
          generator.writeStringField(
              i < names.size() ? names.get(i) : "field_" + (i + 1), values.get(i));
        }
      }
      generator.writeEndObject();
    } catch (IOException e) {
      throw new IllegalStateException("Memory cannot fail", e);
    }
    return json.decode(object.toByteArray(), 0, object.size(), row);
  }
}
