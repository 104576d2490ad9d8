package io.alluvium.ingest.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RestRequestsTest {
  private static final Instant NOW = Instant.parse("2026-11-26T08:00:00Z");

  @Test
  void retryAfterIsSecondsOrADate() {
    assertThat(RetryAfter.parse("120", NOW)).contains(Duration.ofSeconds(120));
    assertThat(RetryAfter.parse("Thu, 26 Nov 2026 08:00:30 GMT", NOW))
        .contains(Duration.ofSeconds(30));
    assertThat(RetryAfter.parse("Thu, 26 Nov 2026 07:00:00 GMT", NOW)).contains(Duration.ZERO);
    assertThat(RetryAfter.parse("999999999", NOW)).contains(Duration.ofHours(1));
    assertThat(RetryAfter.parse("soon", NOW)).isEmpty();
    assertThat(RetryAfter.parse("-5", NOW)).isEmpty();
  }

  @Test
  void waitsDoubleUpToABoundAndDiffer() {
    Backoff backoff = new Backoff(new Random(1));
    for (int failures = 1; failures < 100; failures++) {
      long full = Math.min(60_000, failures > 8 ? 60_000 : 500L << (failures - 1));
      assertThat(backoff.after(failures).toMillis()).isBetween(full / 2, full);
    }
    assertThat(backoff.after(5)).isNotEqualTo(backoff.after(5));
  }

  @Test
  void valuesAreThoseOfTheDocument() throws Exception {
    byte[] body =
        "{\"x\":{\"items\":[1]},\"data\":{\"items\":[ {\"a\": 1.50} ,2, \"t\",[3 ]],\"n\":null}}"
            .getBytes(StandardCharsets.UTF_8);

    assertThat(texts("data.items", body)).containsExactly("{\"a\": 1.50}", "2", "\"t\"", "[3 ]");
    assertThat(texts("$.data.n", body)).isEmpty();
    assertThat(texts("data.other", body)).isEmpty();
    assertThat(texts("x", body)).containsExactly("{\"items\":[1]}");
    assertThat(texts("$", "[{},{}]".getBytes(StandardCharsets.UTF_8))).hasSize(2);
    assertThat(new JsonPlace(List.of("a.b")).scalar("{\"a.b\":7}".getBytes(StandardCharsets.UTF_8)))
        .contains("7");
    for (int length = 0; length < body.length; length++) {
      byte[] cut =
          new String(body, 0, length, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8);
      assertThatThrownBy(() -> texts("data.items", cut)).as("%s bytes", length).isNotNull();
    }
  }

  @Test
  void marksAreNumbersInstantsOrTexts() {
    assertThat(Marks.compare("10", "9")).isPositive();
    assertThat(Marks.compare("1.0", "1")).isZero();
    assertThat(Marks.compare("2024-01-01T00:00:00+02:00", "2023-12-31T23:00:00Z")).isNegative();
    assertThat(Marks.compare("b10", "b9")).isNegative();
  }

  private static List<String> texts(String place, byte[] body) throws Exception {
    return JsonPlace.parse(place).values(body).stream()
        .map(value -> new String(value, StandardCharsets.UTF_8))
        .toList();
  }
}
