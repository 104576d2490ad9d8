package io.alluvium.connectors.redis;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;

/**
 * How fresh a table in Redis is.
 *
 * @param checkedAt the last checkpoint of the job that writes it, of the task that is behind: all
 *     that had come to the job before is there
 * @param writtenAt the last time that anything had changed; empty where nothing has yet
 * @param asOf the newest time of the rows' version column; empty without one
 */
public record Freshness(Instant checkedAt, Optional<Instant> writtenAt, Optional<Instant> asOf) {
  static final String CHECKED_AT = "checked_at";
  static final String AS_OF = "as_of";

  static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  /** Empty where the hash is none of a freshness, or not there yet. */
  static Optional<Freshness> of(Map<String, String> hash) {
    return Optional.ofNullable(hash.get(CHECKED_AT))
        .map(
            checked ->
                new Freshness(
                    Instant.parse(checked),
                    Optional.ofNullable(hash.get("written_at")).map(Instant::parse),
                    Optional.ofNullable(hash.get(AS_OF)).map(Instant::parse)));
  }
}
