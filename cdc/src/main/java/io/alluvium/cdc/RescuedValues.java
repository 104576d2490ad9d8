package io.alluvium.cdc;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.annotation.Nullable;
import org.apache.kafka.connect.data.Schema;

/** Collects what a row cannot hold. Costs nothing for a row that holds all. */
final class RescuedValues {
  /** Names the columns whose values the source did not send though they have one. */
  private static final String UNAVAILABLE = "_unavailable";

  @Nullable private Map<String, Rescued> values;
  @Nullable private List<String> unavailable;

  private record Rescued(Object value, Schema schema) {}

  void add(String column, Object value, Schema schema) {
    if (values == null) {
      values = new LinkedHashMap<>();
    }
    values.put(column, new Rescued(value, schema));
  }

  void addUnavailable(String column) {
    if (unavailable == null) {
      unavailable = new ArrayList<>();
    }
    unavailable.add(column);
  }

  /** Null where there is nothing. */
  @Nullable
  String toJson() {
    if (values == null && unavailable == null) {
      return null;
    }
    return ConnectJson.object(
        json -> {
          if (values != null) {
            for (Map.Entry<String, Rescued> entry : values.entrySet()) {
              json.writeFieldName(entry.getKey());
              ConnectJson.write(json, entry.getValue().value(), entry.getValue().schema());
            }
          }
          if (unavailable != null) {
            json.writeFieldName(UNAVAILABLE);
            json.writeStartArray();
            for (String column : unavailable) {
              json.writeString(column);
            }
            json.writeEndArray();
          }
        });
  }
}
