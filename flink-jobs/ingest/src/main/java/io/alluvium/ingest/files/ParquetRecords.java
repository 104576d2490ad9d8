package io.alluvium.ingest.files;

import io.alluvium.ingest.folder.StoredFile;
import io.alluvium.ingest.record.AvroJson;
import java.io.IOException;
import org.apache.avro.generic.GenericRecord;
import org.apache.flink.core.fs.FSDataInputStream;
import org.apache.parquet.avro.AvroParquetReader;
import org.apache.parquet.avro.AvroReadSupport;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.io.DelegatingSeekableInputStream;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.SeekableInputStream;

/** The rows of a Parquet file, as JSON; one row group's columns are in memory at a time. */
final class ParquetRecords implements RecordReader {
  private final ParquetReader<GenericRecord> rows;
  private long number;

  ParquetRecords(StoredFile file) throws IOException {
    PlainParquetConfiguration configuration = new PlainParquetConfiguration();
    configuration.setBoolean(AvroReadSupport.READ_INT96_AS_FIXED, true);
    rows =
        AvroParquetReader.<GenericRecord>builder(new Input(file), configuration)
            .withDataModel(org.apache.avro.generic.GenericData.get())
            .build();
  }

  @Override
  public FileRecord next() throws IOException {
    GenericRecord row = rows.read();
    return row == null ? null : FileRecord.of(++number, AvroJson.of(row));
  }

  @Override
  public void close() throws IOException {
    rows.close();
  }

  private record Input(StoredFile file) implements InputFile {
    @Override
    public long getLength() {
      return file.size();
    }

    @Override
    public SeekableInputStream newStream() throws IOException {
      return new Stream(file.open());
    }
  }

  private static final class Stream extends DelegatingSeekableInputStream {
    private final FSDataInputStream in;

    Stream(FSDataInputStream in) {
      super(in);
      this.in = in;
    }

    @Override
    public long getPos() throws IOException {
      return in.getPos();
    }

    @Override
    public void seek(long position) throws IOException {
      in.seek(position);
    }
  }
}
