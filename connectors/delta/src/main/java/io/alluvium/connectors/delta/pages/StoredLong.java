package io.alluvium.connectors.delta.pages;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.parquet.column.Dictionary;
import org.apache.parquet.column.values.ValuesReader;
import org.apache.parquet.io.api.Binary;

/** What a file keeps where a 64-bit integer is wanted. */
enum StoredLong {
  SAME {
    @Override
    long ofPlain(ByteBuffer in) {
      return in.getLong();
    }

    @Override
    long ofEncoded(ValuesReader in) {
      return in.readLong();
    }

    @Override
    long ofDictionary(Dictionary in, int id) {
      return in.decodeToLong(id);
    }
  },
  INT {
    @Override
    long ofPlain(ByteBuffer in) {
      return in.getInt();
    }

    @Override
    long ofEncoded(ValuesReader in) {
      return in.readInteger();
    }

    @Override
    long ofDictionary(Dictionary in, int id) {
      return in.decodeToInt(id);
    }
  },
  /** Wanted in microseconds. */
  MILLIS {
    @Override
    long ofPlain(ByteBuffer in) {
      return in.getLong() * MICROS_PER_MILLI;
    }

    @Override
    long ofEncoded(ValuesReader in) {
      return in.readLong() * MICROS_PER_MILLI;
    }

    @Override
    long ofDictionary(Dictionary in, int id) {
      return in.decodeToLong(id) * MICROS_PER_MILLI;
    }
  },
  /** Wanted in microseconds. */
  NANOS {
    @Override
    long ofPlain(ByteBuffer in) {
      return Math.floorDiv(in.getLong(), NANOS_PER_MICRO);
    }

    @Override
    long ofEncoded(ValuesReader in) {
      return Math.floorDiv(in.readLong(), NANOS_PER_MICRO);
    }

    @Override
    long ofDictionary(Dictionary in, int id) {
      return Math.floorDiv(in.decodeToLong(id), NANOS_PER_MICRO);
    }
  },
  /** Days since the epoch, wanted in microseconds. */
  DATE {
    @Override
    long ofPlain(ByteBuffer in) {
      return in.getInt() * MICROS_PER_DAY;
    }

    @Override
    long ofEncoded(ValuesReader in) {
      return in.readInteger() * MICROS_PER_DAY;
    }

    @Override
    long ofDictionary(Dictionary in, int id) {
      return in.decodeToInt(id) * MICROS_PER_DAY;
    }
  },
  /** Nanoseconds of a day, and the Julian number of the day; wanted in microseconds. */
  INT96 {
    @Override
    long ofPlain(ByteBuffer in) {
      long nanosOfDay = in.getLong();
      return micros(in.getInt(), nanosOfDay);
    }

    @Override
    long ofEncoded(ValuesReader in) {
      return ofBinary(in.readBytes());
    }

    @Override
    long ofDictionary(Dictionary in, int id) {
      return ofBinary(in.decodeToBinary(id));
    }

    private long ofBinary(Binary value) {
      return ofPlain(value.toByteBuffer().order(ByteOrder.LITTLE_ENDIAN));
    }

    private long micros(int julianDay, long nanosOfDay) {
      return (julianDay - JULIAN_EPOCH) * MICROS_PER_DAY + nanosOfDay / NANOS_PER_MICRO;
    }
  };

  private static final long MICROS_PER_MILLI = 1_000;
  private static final long NANOS_PER_MICRO = 1_000;
  private static final long MICROS_PER_DAY = 86_400_000_000L;
  private static final long JULIAN_EPOCH = 2_440_588;

  /** The buffer is little-endian. */
  abstract long ofPlain(ByteBuffer in);

  abstract long ofEncoded(ValuesReader in);

  abstract long ofDictionary(Dictionary in, int id);
}
