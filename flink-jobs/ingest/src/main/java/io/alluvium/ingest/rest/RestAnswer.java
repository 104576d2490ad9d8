package io.alluvium.ingest.rest;

import java.net.http.HttpHeaders;
import java.time.Duration;

/** What came of one attempt. */
sealed interface RestAnswer {

  /** A whole body. */
  record Body(byte[] bytes, HttpHeaders headers) implements RestAnswer {}

  /**
   * Nothing yet; asking again may help.
   *
   * @param pause that the server asks for; negative where it does not say
   */
  record Later(String reason, Duration pause) implements RestAnswer {
    static Later of(String reason) {
      return new Later(reason, Duration.ofMillis(-1));
    }
  }
}
