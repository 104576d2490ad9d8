package io.alluvium.udfs.time;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.types.inference.CallContext;

/** Time zones by name, looked up once. One for each task, hence not for several threads. */
final class Zones {
  private final Map<String, ZoneId> known = new HashMap<>();

  /** Null where there is no such zone: a row's wrong name must not stop a job. */
  ZoneId find(String name) {
    if (name == null) {
      return null;
    }
    ZoneId zone = known.get(name);
    if (zone == null) {
      try {
        zone = ZoneId.of(name);
      } catch (DateTimeException e) {
        return null;
      }
      known.put(name, zone);
    }
    return zone;
  }

  /**
   * Refuses a wrong name that stands in the statement itself.
   *
   * @throws ValidationException that names it
   */
  static void check(String function, CallContext call, int argument) {
    if (!call.isArgumentLiteral(argument) || call.isArgumentNull(argument)) {
      return;
    }
    String name = call.getArgumentValue(argument, String.class).orElseThrow();
    if (new Zones().find(name) == null) {
      throw new ValidationException(
          function
              + ": there is no time zone '"
              + name
              + "'; names are those of the time zone database, such as 'Europe/Berlin', or offsets"
              + " such as '+02:00'.");
    }
  }
}
