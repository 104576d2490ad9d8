package io.alluvium.ingest.files;

import io.alluvium.ingest.record.AvroJson;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import org.apache.avro.file.DataFileStream;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;

/** The records of an Avro container file, as JSON. */
final class AvroReader implements RecordReader {
  private final AvroContainer container;
  private final DataFileStream<GenericRecord> records;
  private long number;

  AvroReader(InputStream in) throws IOException {
    GenericDatumReader<GenericRecord> reader = new GenericDatumReader<>();
    // Values stay as they are stored; AvroJson knows the logical types.
    reader.getData().setFastReaderEnabled(true);
    container = new AvroContainer(in);
    records = new DataFileStream<>(container, reader);
  }

  @Override
  public FileRecord next() throws IOException {
    if (records.hasNext()) {
      return FileRecord.of(++number, AvroJson.of(records.next()));
    }
    if (!container.isAtItsEnd()) {
      throw new EOFException("the file is cut off");
    }
    return null;
  }

  @Override
  public void close() throws IOException {
    records.close();
  }
}
