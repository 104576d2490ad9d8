package io.alluvium.udfs.amqp;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.function.Supplier;
import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.UnsignedByte;
import org.apache.qpid.proton.amqp.UnsignedInteger;
import org.apache.qpid.proton.amqp.UnsignedLong;
import org.apache.qpid.proton.amqp.UnsignedShort;
import org.apache.qpid.proton.codec.AMQPDefinedTypes;
import org.apache.qpid.proton.codec.DecoderImpl;
import org.apache.qpid.proton.codec.EncoderImpl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AmqpValueTest {
  private static final int ROUNDS = 20_000;

  /** One of each encoding, as the standard's tables in part 1.6 write them. */
  @ParameterizedTest
  @CsvSource(
      nullValues = "null",
      value = {
        "40,null",
        "41,true",
        "42,false",
        "5601,true",
        "5600,false",
        "50ff,255",
        "60ffff,65535",
        "70ffffffff,4294967295",
        "52ff,255",
        "43,0",
        "80ffffffffffffffff,18446744073709551615",
        "807fffffffffffffff,9223372036854775807",
        "53ff,255",
        "44,0",
        "51ff,-1",
        "618000,-32768",
        "7180000000,-2147483648",
        "54ff,-1",
        "818000000000000000,-9223372036854775808",
        "55ff,-1",
        "723fc00000,1.5",
        "823ff8000000000000,1.5",
        "730001f600,😀",
        "8300000179561e615d,2021-05-10T11:51:42.173Z",
        "98f81d4fae7dec11d0a76500a0c91e6bf6,f81d4fae-7dec-11d0-a765-00a0c91e6bf6",
        "a103c3bc78,üx",
        "a100,''",
        "b100000001 78,x",
        "a30178,x",
        "b30000000178,x"
      })
  void readsEveryEncoding(String hex, String expected) {
    Object value = AmqpValue.decode(bytes(hex)).orElseThrow().value();
    assertThat(value == null ? null : value.toString()).isEqualTo(expected);
  }

  @Test
  void readsBinary() {
    assertThat(AmqpValue.decode(bytes("a00201ff")).orElseThrow().value())
        .isEqualTo(new byte[] {1, -1});
    assertThat(AmqpValue.decode(bytes("b00000000201ff")).orElseThrow().value())
        .isEqualTo(new byte[] {1, -1});
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "4000",
        "50",
        "5001ff",
        "5602",
        "61ff",
        "83ff",
        "a1",
        "a10278",
        "a1017878",
        "a101ff",
        "b1ffffffff",
        "b17fffffff",
        "a301ff",
        "7300d800",
        "730000d800",
        "7300110000",
        "45",
        "c00100",
        "0053",
        "74ffffffff",
        "7b22"
      })
  void takesNothingElse(String hex) {
    assertThat(AmqpValue.decode(bytes(hex))).isEmpty();
  }

  @Test
  void tellsBareValuesOfEventHubsByTheirName() {
    byte[] time = ByteBuffer.allocate(8).putLong(1_620_647_502_314L).array();
    assertThat(SystemProperties.decode("x-opt-enqueued-time", time).orElseThrow().value())
        .isEqualTo(Instant.ofEpochMilli(1_620_647_502_314L));
    assertThat(SystemProperties.decode("x-opt-sequence-number", time).orElseThrow().value())
        .isEqualTo(1_620_647_502_314L);
    // "PA" would be the ubyte 65.
    assertThat(SystemProperties.decode("message-id", new byte[] {'P', 'A'})).isEmpty();
    assertThat(SystemProperties.decode("mine", new byte[] {'P', 'A'}).orElseThrow().value())
        .isEqualTo(65L);
    assertThat(SystemProperties.decode("iothub-enqueuedtime", bytes("830000000000000000")))
        .hasValueSatisfying(value -> assertThat(value.value()).isEqualTo(Instant.EPOCH));
    assertThat(SystemProperties.isSystem("iothub-connection-device-id")).isTrue();
    assertThat(SystemProperties.isSystem("dt-subject")).isTrue();
    assertThat(SystemProperties.isSystem("subjects")).isFalse();
  }

  /** What Qpid Proton, an implementation that is not ours, writes. */
  @Test
  void readsWhatProtonWrites() {
    Random random = new Random(1);
    List<Supplier<Object>> values =
        List.of(
            random::nextBoolean,
            random::nextInt,
            random::nextLong,
            () -> (byte) random.nextInt(),
            () -> (short) random.nextInt(),
            random::nextFloat,
            random::nextDouble,
            () -> UnsignedByte.valueOf((byte) random.nextInt()),
            () -> UnsignedShort.valueOf((short) random.nextInt()),
            () -> UnsignedInteger.valueOf(random.nextInt() >> random.nextInt(32)),
            () -> UnsignedLong.valueOf(random.nextLong() >> random.nextInt(64)),
            () -> new Date(random.nextLong() >> 16),
            () -> new UUID(random.nextLong(), random.nextLong()),
            () -> "é".repeat(random.nextInt(300)),
            () -> Symbol.valueOf("s".repeat(random.nextInt(300))),
            () -> new Binary(new byte[random.nextInt(300)]),
            () -> 'ß');
    for (int i = 0; i < ROUNDS; i++) {
      Object value = values.get(i % values.size()).get();
      Object read = AmqpValue.decode(encoded(value)).orElseThrow().value();
      assertThat(read).as("%s", value).isEqualTo(normal(value));
    }
  }

  /** Random bytes give a value where Proton gives the same, or none; nothing is thrown. */
  @Test
  void agreesWithProtonOnRandomBytes() {
    Random random = new Random(2);
    int values = 0;
    for (int i = 0; i < 20 * ROUNDS; i++) {
      byte[] bytes = new byte[random.nextInt(12)];
      random.nextBytes(bytes);
      if (bytes.length > 0 && i % 2 == 0) {
        bytes[0] = (byte) (0x40 + random.nextInt(0x80));
      }
      var read = AmqpValue.decode(bytes);
      if (read.isPresent()) {
        values++;
        assertThat(read.get().value())
            .as("%s", HexFormat.of().formatHex(bytes))
            .isEqualTo(normal(decoded(bytes)));
      }
    }
    assertThat(values).isGreaterThan(1_000);
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }

  private static byte[] encoded(Object value) {
    ByteBuffer buffer = ByteBuffer.allocate(2_000);
    DecoderImpl decoder = new DecoderImpl();
    EncoderImpl encoder = new EncoderImpl(decoder);
    AMQPDefinedTypes.registerAllTypes(decoder, encoder);
    encoder.setByteBuffer(buffer);
    encoder.writeObject(value);
    return Arrays.copyOf(buffer.array(), buffer.position());
  }

  private static Object decoded(byte[] bytes) {
    DecoderImpl decoder = new DecoderImpl();
    AMQPDefinedTypes.registerAllTypes(decoder, new EncoderImpl(decoder));
    decoder.setByteBuffer(ByteBuffer.wrap(bytes));
    return decoder.readObject();
  }

  private static Object normal(Object value) {
    if (value instanceof UnsignedLong number) {
      BigInteger big = number.bigIntegerValue();
      return big.bitLength() < 64 ? (Object) big.longValue() : big;
    } else if (value instanceof Byte
        || value instanceof Short
        || value instanceof Integer
        || value instanceof UnsignedByte
        || value instanceof UnsignedShort
        || value instanceof UnsignedInteger) {
      return ((Number) value).longValue();
    } else if (value instanceof Date date) {
      return Instant.ofEpochMilli(date.getTime());
    } else if (value instanceof Symbol || value instanceof Character) {
      return value.toString();
    } else if (value instanceof Binary binary) {
      return binary.getArray();
    }
    return value;
  }
}
