package io.alluvium.ingest.record;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.annotation.Nullable;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.StringData;

/** Decodes records of Avro's binary encoding, alone or in Confluent's wire format. */
final class AvroRecordDecoder implements RecordDecoder {
  private static final byte CONFLUENT = 0;
  private static final int CONFLUENT_HEADER = 5;

  private final AvroRecordValues values;
  @Nullable private final GenericDatumReader<GenericRecord> bare;
  private final Map<Integer, GenericDatumReader<GenericRecord>> byId = new HashMap<>();
  private final AvroBytes binary = new AvroBytes();

  AvroRecordDecoder(AvroFormat format, List<DeclaredColumn> columns) {
    values = new AvroRecordValues(columns);
    bare = format.schema() == null ? null : reader(format.schema());
    format.schemasById().forEach((id, json) -> byId.put(id, reader(json)));
  }

  @Override
  @Nullable
  public StringData decode(byte[] bytes, int offset, int length, GenericRowData row)
      throws UnreadableRecordException {
    GenericDatumReader<GenericRecord> reader = bare;
    int start = offset;
    int end = offset + length;
    // Where registered schemas are given, records begin with the number of theirs.
    if (!byId.isEmpty()) {
      reader = registered(bytes, offset, length);
      start += CONFLUENT_HEADER;
    } else if (length == 0) {
      throw new UnreadableRecordException(ErrorClass.EMPTY, "the body is empty");
    }
    binary.reset(bytes, start, end - start);
    GenericRecord record;
    try {
      record = reader.read(null, binary);
      if (!binary.isEnd()) {
        throw new UnreadableRecordException(
            ErrorClass.MALFORMED, "not Avro of this schema: more follows the record");
      }
    } catch (IOException | AvroRuntimeException | IndexOutOfBoundsException e) {
      throw new UnreadableRecordException(
          ErrorClass.MALFORMED, "not Avro of this schema: " + e.getMessage());
    } catch (StackOverflowError e) {
      // Of a schema that refers to itself.
      throw new UnreadableRecordException(ErrorClass.MALFORMED, "records are nested too deeply");
    }
    return values.read(record, row);
  }

  private GenericDatumReader<GenericRecord> registered(byte[] bytes, int offset, int length)
      throws UnreadableRecordException {
    if (length < CONFLUENT_HEADER || bytes[offset] != CONFLUENT) {
      throw new UnreadableRecordException(
          length == 0 ? ErrorClass.EMPTY : ErrorClass.MALFORMED,
          length == 0
              ? "the body is empty"
              : "not in Confluent's wire format: no zero byte and schema number come first");
    }
    int id = ByteBuffer.wrap(bytes, offset + 1, Integer.BYTES).getInt();
    GenericDatumReader<GenericRecord> reader = byId.get(id);
    if (reader == null) {
      throw new UnreadableRecordException(
          ErrorClass.UNKNOWN_SCHEMA, "the definition has no schema number " + id);
    }
    return reader;
  }

  private static GenericDatumReader<GenericRecord> reader(String schema) {
    return new GenericDatumReader<>(AvroFormat.parse(schema));
  }
}
