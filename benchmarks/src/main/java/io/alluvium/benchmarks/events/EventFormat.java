package io.alluvium.benchmarks.events;

import java.io.IOException;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.file.src.reader.SimpleStreamFormat;
import org.apache.flink.connector.file.src.reader.StreamFormat;
import org.apache.flink.core.fs.FSDataInputStream;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.runtime.typeutils.InternalTypeInfo;

/** {@link EventFiles} for Flink's file source. */
public final class EventFormat extends SimpleStreamFormat<RowData> {
  private static final long serialVersionUID = 1L;

  @Override
  public StreamFormat.Reader<RowData> createReader(
      Configuration configuration, FSDataInputStream stream) {
    return new RowReader(new EventReader(stream));
  }

  @Override
  public TypeInformation<RowData> getProducedType() {
    return InternalTypeInfo.of(EventSchema.rowType());
  }

  private record RowReader(EventReader reader) implements StreamFormat.Reader<RowData> {
    @Override
    public RowData read() throws IOException {
      return reader.next();
    }

    @Override
    public void close() throws IOException {
      reader.close();
    }
  }
}
