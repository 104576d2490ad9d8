package io.alluvium.connectors.delta.pages;

import java.nio.ByteBuffer;
import org.apache.parquet.column.Dictionary;
import org.apache.parquet.column.values.ValuesReader;

/** What a file keeps where a double is wanted. */
enum StoredDouble {
  SAME {
    @Override
    double ofPlain(ByteBuffer in) {
      return in.getDouble();
    }

    @Override
    double ofEncoded(ValuesReader in) {
      return in.readDouble();
    }

    @Override
    double ofDictionary(Dictionary in, int id) {
      return in.decodeToDouble(id);
    }
  },
  FLOAT {
    @Override
    double ofPlain(ByteBuffer in) {
      return in.getFloat();
    }

    @Override
    double ofEncoded(ValuesReader in) {
      return in.readFloat();
    }

    @Override
    double ofDictionary(Dictionary in, int id) {
      return in.decodeToFloat(id);
    }
  },
  INT {
    @Override
    double ofPlain(ByteBuffer in) {
      return in.getInt();
    }

    @Override
    double ofEncoded(ValuesReader in) {
      return in.readInteger();
    }

    @Override
    double ofDictionary(Dictionary in, int id) {
      return in.decodeToInt(id);
    }
  };

  /** The buffer is little-endian. */
  abstract double ofPlain(ByteBuffer in);

  abstract double ofEncoded(ValuesReader in);

  abstract double ofDictionary(Dictionary in, int id);
}
