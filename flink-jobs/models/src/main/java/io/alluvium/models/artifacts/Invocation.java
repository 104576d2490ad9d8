package io.alluvium.models.artifacts;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * One call of a command. All artifacts that it writes carry its id.
 *
 * @param command dbt's name of it, such as {@code run}
 * @param arguments what was asked for, by dbt's names of the options; never a secret
 */
public record Invocation(UUID id, String command, Map<String, Object> arguments, Instant begun) {
  /** The version of dbt whose formats the artifacts have: readers decide by it. */
  private static final String FORMAT_OF = "1.9.0";

  public Invocation {
    arguments = Map.copyOf(arguments);
  }

  /** A command that begins now. */
  public static Invocation begin(String command, Map<String, Object> arguments) {
    return new Invocation(UUID.randomUUID(), command, arguments, Instant.now());
  }

  /** What every artifact begins with. */
  Map<String, Object> metadata(String artifact, int version, Instant generated) {
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put(
        "dbt_schema_version",
        "https://schemas.getdbt.com/dbt/" + artifact + "/v" + version + ".json");
    metadata.put("dbt_version", FORMAT_OF);
    metadata.put("generated_at", text(generated));
    metadata.put("invocation_id", id.toString());
    metadata.put("env", Map.of());
    return metadata;
  }

  double secondsUntil(Instant end) {
    return seconds(begun, end);
  }

  static double seconds(Instant begun, Instant end) {
    return Duration.between(begun, end).toNanos() / 1e9;
  }

  /** As dbt writes moments: in UTC, to the microsecond. */
  static String text(Instant moment) {
    return moment.truncatedTo(ChronoUnit.MICROS).toString();
  }
}
