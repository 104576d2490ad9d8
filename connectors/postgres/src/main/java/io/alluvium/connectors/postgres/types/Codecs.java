package io.alluvium.connectors.postgres.types;

import org.apache.flink.annotation.Internal;
import org.apache.flink.table.types.logical.DecimalType;

/**
 * The codec of each type, and with it the type's column in Flink. What has no exact counterpart
 * there is kept as text, never approximated.
 */
@Internal
public final class Codecs {
  private static final int MODIFIER_OFFSET = 4;
  private static final int SCALE_BITS = 0x7ff;
  private static final int SCALE_SIGN = 0x400;

  private final int moneyFractionDigits;

  /**
   * @param moneyFractionDigits as the server's {@code lc_monetary} has them
   */
  public Codecs(int moneyFractionDigits) {
    this.moneyFractionDigits = moneyFractionDigits;
  }

  public Codec of(PostgresType type) {
    if (type.element() != null) {
      return new ArrayCodec(of(type.element()), type.delimiter());
    }
    if (type.isEnum()) {
      return new TextCodec();
    }
    return switch (type.name()) {
      case "bool" -> new BooleanCodec();
      case "int2" -> IntegerCodec.int2();
      case "int4" -> IntegerCodec.int4();
      case "int8" -> IntegerCodec.int8();
      case "oid" -> IntegerCodec.oid();
      case "float4" -> new FloatCodec(true);
      case "float8" -> new FloatCodec(false);
      case "numeric" -> numeric(type.modifier());
      case "money" -> new MoneyCodec(moneyFractionDigits);
      case "date" -> new DateCodec();
      case "timestamptz" -> new InstantCodec();
      case "timestamp" -> new LocalTimestampCodec();
      case "time", "timetz" -> new TimeCodec();
      case "interval" -> new IntervalCodec();
      case "bytea" -> new ByteaCodec();
      case "uuid" -> new UuidCodec();
      case "bit" -> type.modifier() == 1 ? new SingleBitCodec() : new BitCodec();
      case "varbit" -> new BitCodec();
      case "inet", "cidr" -> new InetCodec();
      case "text", "varchar", "bpchar", "name", "json", "xml", "char", "citext" -> new TextCodec();
      case "jsonb" -> new JsonbCodec();
      case "hstore" -> new HstoreCodec();
      default -> new TextOnlyCodec();
    };
  }

  private static Codec numeric(int modifier) {
    if (modifier < MODIFIER_OFFSET) {
      return new AnyNumericCodec();
    }
    int packed = modifier - MODIFIER_OFFSET;
    int precision = packed >> 16;
    // Eleven bits with a sign: from PostgreSQL 15 on a scale can be negative.
    int scale = ((packed & SCALE_BITS) ^ SCALE_SIGN) - SCALE_SIGN;
    boolean fits = precision <= DecimalType.MAX_PRECISION && scale >= 0 && scale <= precision;
    return fits ? new NumericCodec(precision, scale) : new AnyNumericCodec();
  }
}
