package io.alluvium.ingest.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.util.List;
import javax.annotation.Nullable;

/**
 * How far an interface was read.
 *
 * @param since mark that this round asks with; null for none
 * @param page that is to be read next: its number, offset, cursor or address; null for the first
 * @param most greatest mark of this round so far; null for none
 * @param atMost hashes of the records whose mark is {@code most}: the next round may see them again
 * @param before of the records whose mark is {@code since}, of the rounds before
 * @param sequence records that were emitted, of all rounds
 * @param rounds that are complete
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record RestProgress(
    @Nullable String since,
    @Nullable String page,
    @Nullable String most,
    List<String> atMost,
    List<String> before,
    long sequence,
    long rounds) {
  private static final ObjectMapper JSON = new ObjectMapper();

  RestProgress {
    atMost = atMost == null ? List.of() : List.copyOf(atMost);
    before = before == null ? List.of() : List.copyOf(before);
  }

  static RestProgress begin(@Nullable String from) {
    return new RestProgress(from, null, from, List.of(), List.of(), 0, 0);
  }

  static RestProgress parse(String json) {
    try {
      return JSON.readValue(json, RestProgress.class);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("progress of a REST interface: " + json, e);
    }
  }

  String toText() {
    try {
      return JSON.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  RestProgress next(
      String nextPage, @Nullable String newMost, List<String> newAtMost, long newSequence) {
    return new RestProgress(since, nextPage, newMost, newAtMost, before, newSequence, rounds);
  }

  /**
   * @param mark that the next round asks with
   */
  RestProgress nextRound(@Nullable String mark, List<String> newAtMost, long newSequence) {
    return new RestProgress(mark, null, mark, newAtMost, newAtMost, newSequence, rounds + 1);
  }
}
