package io.alluvium.udfs.amqp;

import java.util.Base64;
import java.util.Optional;
import org.apache.flink.table.annotation.DataTypeHint;
import org.apache.flink.table.functions.ScalarFunction;

/**
 * {@code AMQP_VALUE(bytes)}: a header of a message that came to Event Hubs by AMQP, as those of IoT
 * Hub do, as text: {@code AMQP_VALUE(headers['iothub-connection-device-id'])} over the metadata
 * column {@code headers} of Flink's Kafka connector. Times are in ISO 8601, bytes in base64. Null
 * where it is null, the encoded value is null, or the bytes are no primitive value of AMQP 1.0.
 */
public final class AmqpText extends ScalarFunction {
  private static final long serialVersionUID = 1L;

  /** The value as text. */
  @DataTypeHint("STRING")
  public String eval(@DataTypeHint("BYTES") byte[] bytes) {
    Optional<Object> value =
        Optional.ofNullable(bytes).flatMap(AmqpValue::decode).map(AmqpValue::value);
    return value
        .map(v -> v instanceof byte[] raw ? Base64.getEncoder().encodeToString(raw) : v.toString())
        .orElse(null);
  }
}
