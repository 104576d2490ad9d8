package io.alluvium.connectors.postgres.snapshot;

import io.alluvium.connectors.postgres.Change;
import io.alluvium.connectors.postgres.UnfitValue;
import io.alluvium.connectors.postgres.types.BigEndian;
import io.alluvium.connectors.postgres.types.Codec;
import io.alluvium.connectors.postgres.types.Unfit;
import io.alluvium.connectors.postgres.types.WireBytes;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.annotation.Nullable;
import org.apache.flink.table.data.GenericRowData;
import org.postgresql.copy.CopyOut;

/** Rows of a {@code COPY … (FORMAT binary)}. The server sends each in a message of its own. */
final class CopiedRows {
  private static final int SIGNATURE = 11;
  private static final int FLAGS = 4;
  private static final int NULL = -1;
  private static final int END = -1;

  private final CopyOut copy;
  private final CopyPlan plan;
  private final WireBytes wire = new WireBytes();
  private final int[] keyOffsets;
  private final int[] keyLengths;
  private boolean started;

  CopiedRows(CopyOut copy, CopyPlan plan) {
    this.copy = copy;
    this.plan = plan;
    this.keyOffsets = new int[plan.keyFields().length];
    this.keyLengths = new int[plan.keyFields().length];
  }

  /** Null behind the last one. */
  @Nullable
  Change next() throws SQLException {
    byte[] message = copy.readFromCopy();
    int at = 0;
    if (message != null && !started) {
      started = true;
      int extension = SIGNATURE + FLAGS;
      at = extension + Integer.BYTES + BigEndian.intAt(message, extension);
      if (at == message.length) {
        message = copy.readFromCopy();
        at = 0;
      }
    }
    if (message == null) {
      return null;
    }
    if (BigEndian.shortAt(message, at) == END) {
      // The command's end follows.
      while (copy.readFromCopy() != null) {}
      return null;
    }
    return row(message, at);
  }

  /** Size of the last row's message. */
  int bytes() {
    return wire.array().length;
  }

  private Change row(byte[] message, int start) {
    wire.reset(message);
    Codec[] codecs = plan.shape().codecs();
    GenericRowData row = new GenericRowData(plan.shape().arity());
    List<UnfitValue> unfit = List.of();
    int fields = BigEndian.shortAt(message, start);
    int at = start + Short.BYTES;
    for (int i = 0; i < fields; i++) {
      int length = BigEndian.intAt(message, at);
      at += Integer.BYTES;
      rememberKey(i, at, length);
      if (length == NULL) {
        continue;
      }
      if (i < codecs.length) {
        Object value =
            plan.asText()[i]
                ? codecs[i].text(wire, at, length)
                : codecs[i].binary(wire, at, length);
        if (value instanceof Unfit other) {
          unfit = unfit.isEmpty() ? new ArrayList<>() : unfit;
          unfit.add(new UnfitValue(i, other.text()));
        } else {
          row.setField(i, value);
        }
      }
      at += length;
    }
    return Change.read(row, unfit);
  }

  private void rememberKey(int field, int offset, int length) {
    for (int k = 0; k < keyOffsets.length; k++) {
      if (plan.keyFields()[k] == field) {
        keyOffsets[k] = offset;
        keyLengths[k] = length;
      }
    }
  }

  /** Texts of the last row's key. */
  List<String> key() {
    List<String> key = new ArrayList<>(keyOffsets.length);
    Codec[] codecs = plan.shape().codecs();
    for (int k = 0; k < keyOffsets.length; k++) {
      int field = plan.keyFields()[k];
      key.add(
          field < codecs.length && !plan.asText()[field]
              ? codecs[field].binaryToText(wire.array(), keyOffsets[k], keyLengths[k])
              : wire.string(keyOffsets[k], keyLengths[k]));
    }
    return key;
  }
}
