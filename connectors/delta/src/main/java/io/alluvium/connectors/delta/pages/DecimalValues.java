package io.alluvium.connectors.delta.pages;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.columnar.vector.ColumnVector;
import org.apache.flink.table.types.logical.DecimalType;
import org.apache.parquet.column.Dictionary;
import org.apache.parquet.column.values.ValuesReader;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/** Decimals from every physical type, with any change of precision and scale that loses nothing. */
final class DecimalValues extends Values {
  private final PrimitiveTypeName stored;
  private final int storedScale;
  private final DecimalType wanted;
  private DecimalVector vector = new DecimalVector(0);
  private DecimalData[] dictionary = new DecimalData[0];

  DecimalValues(PrimitiveTypeName stored, int storedScale, DecimalType wanted) {
    this.stored = stored;
    this.storedScale = storedScale;
    this.wanted = wanted;
  }

  @Override
  void startBatch(int capacity) {
    vector = new DecimalVector(capacity);
  }

  @Override
  ColumnVector vector() {
    return vector;
  }

  @Override
  void setNull(int row) {
    // Entries are null until they are set.
  }

  @Override
  boolean readsPlain() {
    return false;
  }

  @Override
  void plain(ByteBuffer in, int row, int count) {
    throw new UnsupportedOperationException("read as any other encoding");
  }

  @Override
  void useDictionary(Dictionary source) {
    dictionary = new DecimalData[source.getMaxId() + 1];
    for (int id = 0; id < dictionary.length; id++) {
      dictionary[id] =
          switch (stored) {
            case INT32 -> ofLong(source.decodeToInt(id));
            case INT64 -> ofLong(source.decodeToLong(id));
            default -> ofBytes(source.decodeToBinary(id).getBytes());
          };
    }
  }

  @Override
  void fromDictionary(int[] ids, int from, int row, int count) {
    for (int i = 0; i < count; i++) {
      vector.values[row + i] = dictionary[ids[from + i]];
    }
  }

  @Override
  void encoded(ValuesReader in, int row, int count) {
    for (int i = row; i < row + count; i++) {
      vector.values[i] =
          switch (stored) {
            case INT32 -> ofLong(in.readInteger());
            case INT64 -> ofLong(in.readLong());
            default -> ofBytes(in.readBytes().getBytes());
          };
    }
  }

  private DecimalData ofLong(long unscaled) {
    return of(BigDecimal.valueOf(unscaled, storedScale));
  }

  private DecimalData ofBytes(byte[] unscaled) {
    if (storedScale == wanted.getScale()) {
      return DecimalData.fromUnscaledBytes(unscaled, wanted.getPrecision(), wanted.getScale());
    }
    return of(new BigDecimal(new BigInteger(unscaled), storedScale));
  }

  private DecimalData of(BigDecimal value) {
    return DecimalData.fromBigDecimal(
        value.setScale(wanted.getScale(), RoundingMode.UNNECESSARY),
        wanted.getPrecision(),
        wanted.getScale());
  }
}
