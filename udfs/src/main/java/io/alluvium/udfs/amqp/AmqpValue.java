package io.alluvium.udfs.amqp;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A primitive value of AMQP 1.0 (OASIS, part 1.6) from its encoding: a constructor byte, and what
 * it promises. Event Hubs hands the properties of messages that came by AMQP, as IoT Hub's do, to
 * Kafka consumers so.
 *
 * @param value null, Boolean, Long, BigInteger (ulong beyond Long), Float, Double, String (also of
 *     symbols and characters), Instant, UUID or byte[]
 */
public record AmqpValue(Object value) {
  private static final int UNSIGNED_BYTE = 0xff;
  private static final int UNSIGNED_SHORT = 0xffff;
  private static final long UNSIGNED_INT = 0xffff_ffffL;
  private static final int MAX_CODE_POINT = 0x10_ffff;

  /** Empty where the bytes are not exactly one primitive value, decimal floats aside. */
  public static Optional<AmqpValue> decode(byte[] bytes) {
    if (bytes.length == 0) {
      return Optional.empty();
    }
    int constructor = bytes[0] & UNSIGNED_BYTE;
    ByteBuffer body = ByteBuffer.wrap(bytes, 1, bytes.length - 1);
    return switch (constructor >> 4) {
      case 0x4 -> body.hasRemaining() ? Optional.empty() : empty(constructor);
      case 0x5 -> body.remaining() == 1 ? one(constructor, body.get()) : Optional.empty();
      case 0x6 -> body.remaining() == 2 ? two(constructor, body.getShort()) : Optional.empty();
      case 0x7 -> body.remaining() == 4 ? four(constructor, body) : Optional.empty();
      case 0x8 -> body.remaining() == 8 ? eight(constructor, body) : Optional.empty();
      case 0x9 -> body.remaining() == 16 ? sixteen(constructor, body) : Optional.empty();
      case 0xa -> variable(constructor, body, body.hasRemaining() ? body.get() & 0xffL : -1);
      case 0xb ->
          variable(constructor, body, body.remaining() >= 4 ? body.getInt() & UNSIGNED_INT : -1);
      default -> Optional.empty();
    };
  }

  private static Optional<AmqpValue> of(Object value) {
    return Optional.of(new AmqpValue(value));
  }

  private static Optional<AmqpValue> empty(int constructor) {
    return switch (constructor) {
      case 0x40 -> of(null);
      case 0x41 -> of(true);
      case 0x42 -> of(false);
      case 0x43, 0x44 -> of(0L);
      default -> Optional.empty();
    };
  }

  private static Optional<AmqpValue> one(int constructor, byte value) {
    return switch (constructor) {
      case 0x50, 0x52, 0x53 -> of((long) (value & UNSIGNED_BYTE));
      case 0x51, 0x54, 0x55 -> of((long) value);
      case 0x56 -> value == 0 || value == 1 ? of(value == 1) : Optional.empty();
      default -> Optional.empty();
    };
  }

  private static Optional<AmqpValue> two(int constructor, short value) {
    return switch (constructor) {
      case 0x60 -> of((long) (value & UNSIGNED_SHORT));
      case 0x61 -> of((long) value);
      default -> Optional.empty();
    };
  }

  private static Optional<AmqpValue> four(int constructor, ByteBuffer body) {
    return switch (constructor) {
      case 0x70 -> of(body.getInt() & UNSIGNED_INT);
      case 0x71 -> of((long) body.getInt());
      case 0x72 -> of(body.getFloat());
      case 0x73 -> character(body.getInt());
      default -> Optional.empty();
    };
  }

  private static Optional<AmqpValue> character(int codePoint) {
    boolean isCharacter =
        codePoint >= 0
            && codePoint <= MAX_CODE_POINT
            && Character.getType(codePoint) != Character.SURROGATE;
    return isCharacter ? of(Character.toString(codePoint)) : Optional.empty();
  }

  private static Optional<AmqpValue> eight(int constructor, ByteBuffer body) {
    return switch (constructor) {
      case 0x80 -> unsigned(body.getLong());
      case 0x81 -> of(body.getLong());
      case 0x82 -> of(body.getDouble());
      case 0x83 -> of(Instant.ofEpochMilli(body.getLong()));
      default -> Optional.empty();
    };
  }

  private static Optional<AmqpValue> unsigned(long bits) {
    return bits >= 0 ? of(bits) : of(new BigInteger(Long.toUnsignedString(bits)));
  }

  private static Optional<AmqpValue> sixteen(int constructor, ByteBuffer body) {
    return constructor == 0x98 ? of(new UUID(body.getLong(), body.getLong())) : Optional.empty();
  }

  private static Optional<AmqpValue> variable(int constructor, ByteBuffer body, long length) {
    if (length != body.remaining()) {
      return Optional.empty();
    }
    return switch (constructor & 0xf) {
      case 0x0 -> {
        byte[] bytes = new byte[body.remaining()];
        body.get(bytes);
        yield of(bytes);
      }
      case 0x1 -> utf8(body);
      case 0x3 -> ascii(body);
      default -> Optional.empty();
    };
  }

  private static Optional<AmqpValue> utf8(ByteBuffer body) {
    try {
      return of(StandardCharsets.UTF_8.newDecoder().decode(body).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  private static Optional<AmqpValue> ascii(ByteBuffer body) {
    try {
      return of(StandardCharsets.US_ASCII.newDecoder().decode(body).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }
}
