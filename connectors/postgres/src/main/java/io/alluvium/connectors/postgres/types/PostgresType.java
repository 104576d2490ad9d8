package io.alluvium.connectors.postgres.types;

import java.io.Serializable;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;

/**
 * A type of the server; of a domain, its base type.
 *
 * @param name in {@code pg_type}
 * @param modifier -1 for none
 * @param isEnum whether it is one of the user's own enums
 * @param element of an array; null for others
 * @param delimiter of the elements' text form
 */
@Internal
public record PostgresType(
    String name, int modifier, boolean isEnum, @Nullable PostgresType element, char delimiter)
    implements Serializable {

  public static PostgresType of(String name, int modifier) {
    return new PostgresType(name, modifier, false, null, ',');
  }

  /** A type that the catalog does not know any more. */
  public static PostgresType unknown() {
    return of("unknown", -1);
  }
}
