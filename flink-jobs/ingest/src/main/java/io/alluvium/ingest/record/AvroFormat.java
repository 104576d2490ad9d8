package io.alluvium.ingest.record;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.annotation.Nullable;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParseException;

/**
 * One Avro record per record, in Avro's binary encoding.
 *
 * @param schema JSON of the schema of records that do not name theirs; null where all must
 * @param schemasById JSON of the schemas that records name in Confluent's wire format: a zero byte
 *     and the schema's number in a registry
 */
public record AvroFormat(@Nullable String schema, Map<Integer, String> schemasById)
    implements RecordFormat {
  /**
   * @throws IllegalArgumentException where a schema is none, or not of a record
   */
  public AvroFormat {
    schemasById = new TreeMap<>(schemasById);
    if (schema == null && schemasById.isEmpty()) {
      throw new IllegalArgumentException("Avro needs a schema");
    }
    if (schema != null) {
      parse(schema);
    }
    schemasById.values().forEach(AvroFormat::parse);
  }

  @Override
  public RecordDecoder newDecoder(List<DeclaredColumn> columns) {
    return new AvroRecordDecoder(this, columns);
  }

  static Schema parse(String json) {
    Schema schema;
    try {
      schema = new Schema.Parser().parse(json);
    } catch (SchemaParseException e) {
      throw new IllegalArgumentException(
          "Not an Avro schema: " + e.getMessage().lines().findFirst().orElse(""), e);
    }
    if (schema.getType() != Schema.Type.RECORD) {
      throw new IllegalArgumentException(
          "The Avro schema is of a " + schema.getType().getName() + ", not of a record");
    }
    return schema;
  }
}
