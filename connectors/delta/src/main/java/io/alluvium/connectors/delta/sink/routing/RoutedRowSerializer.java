package io.alluvium.connectors.delta.sink.routing;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.base.TypeSerializerSingleton;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.table.runtime.typeutils.RowDataSerializer;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.utils.LogicalTypeParser;

/**
 * Carries a {@link RoutedRow} with its whole schema, as text: a receiver has several senders and
 * cannot rely on what one of them sent before. Both sides keep what they made of it. Where bytes
 * matter, the sink is best chained to its source.
 */
@Internal
public final class RoutedRowSerializer extends TypeSerializerSingleton<RoutedRow> {
  private static final long serialVersionUID = 1L;
  private static final int MAX_CACHED = 10_000;

  private transient Map<RowType, Encoded> byType;
  private transient Map<ByteBuffer, Encoded> byText;

  /** A schema, and what is made of it. */
  private record Encoded(RowType type, byte[] text, RowDataSerializer rows) {
    static Encoded of(RowType type) {
      return new Encoded(
          type,
          type.asSerializableString().getBytes(StandardCharsets.UTF_8),
          new RowDataSerializer(type));
    }
  }

  @Override
  public void serialize(RoutedRow record, DataOutputView target) throws IOException {
    Encoded encoded = encoded(record.rowType());
    target.writeUTF(record.table());
    target.writeInt(encoded.text().length);
    target.write(encoded.text());
    encoded.rows().serialize(record.row(), target);
  }

  private Encoded encoded(RowType type) {
    if (byType == null || byType.size() > MAX_CACHED) {
      byType = new IdentityHashMap<>();
    }
    return byType.computeIfAbsent(type, Encoded::of);
  }

  @Override
  public RoutedRow deserialize(DataInputView source) throws IOException {
    String table = source.readUTF();
    byte[] text = new byte[source.readInt()];
    source.readFully(text);
    Encoded encoded = decoded(text);
    return new RoutedRow(table, encoded.type(), encoded.rows().deserialize(source));
  }

  private Encoded decoded(byte[] text) {
    if (byText == null || byText.size() > MAX_CACHED) {
      byText = new HashMap<>();
    }
    return byText.computeIfAbsent(
        ByteBuffer.wrap(text),
        unseen ->
            Encoded.of(
                (RowType)
                    LogicalTypeParser.parse(
                        new String(text, StandardCharsets.UTF_8),
                        RoutedRowSerializer.class.getClassLoader())));
  }

  @Override
  public RoutedRow deserialize(RoutedRow reuse, DataInputView source) throws IOException {
    return deserialize(source);
  }

  @Override
  public void copy(DataInputView source, DataOutputView target) throws IOException {
    serialize(deserialize(source), target);
  }

  /** Rows are not changed once they are sent on. */
  @Override
  public boolean isImmutableType() {
    return true;
  }

  @Override
  public RoutedRow createInstance() {
    return null;
  }

  @Override
  public RoutedRow copy(RoutedRow from) {
    return from;
  }

  @Override
  public RoutedRow copy(RoutedRow from, RoutedRow reuse) {
    return from;
  }

  @Override
  public int getLength() {
    return -1;
  }

  @Override
  public TypeSerializerSnapshot<RoutedRow> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Part of savepoints that hold rows in flight. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<RoutedRow> {
    public Snapshot() {
      super(RoutedRowSerializer::new);
    }
  }
}
