package io.alluvium.ingest.jdbc;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import javax.annotation.Nullable;

/**
 * A range of a round.
 *
 * @param round milliseconds since the epoch, ascending from round to round
 * @param from least value of the column, inclusive; null for no bound
 * @param to exclusive; null for no bound
 * @param nulls whether it is the rows without a value instead
 * @param snapshot name of the state of the database that all ranges read; empty for none
 * @param first whether the round is the first
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record JdbcWork(
    long round,
    @Nullable String from,
    @Nullable String to,
    boolean nulls,
    String snapshot,
    boolean first) {
  private static final ObjectMapper JSON = new ObjectMapper();

  static JdbcWork parse(String text) {
    try {
      return JSON.readValue(text, JdbcWork.class);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("work of a JDBC inlet: " + text, e);
    }
  }

  String toText() {
    try {
      return JSON.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
