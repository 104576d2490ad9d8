package io.alluvium.ingest.files;

import io.alluvium.ingest.record.AvroJson;
import java.io.IOException;
import java.io.InputStream;
import org.apache.avro.file.DataFileStream;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;

/** The records of an Avro container file, as JSON. */
final class AvroReader implements RecordReader {
  private final DataFileStream<GenericRecord> records;
  private long number;

  AvroReader(InputStream in) throws IOException {
    GenericDatumReader<GenericRecord> reader = new GenericDatumReader<>();
    // Values stay as they are stored; AvroJson knows the logical types.
    reader.getData().setFastReaderEnabled(true);
    records = new DataFileStream<>(in, reader);
  }

  @Override
  public FileRecord next() throws IOException {
    return records.hasNext() ? FileRecord.of(++number, AvroJson.of(records.next())) : null;
  }

  @Override
  public void close() throws IOException {
    records.close();
  }
}
