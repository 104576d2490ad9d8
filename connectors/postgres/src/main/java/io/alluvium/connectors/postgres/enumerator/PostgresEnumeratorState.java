package io.alluvium.connectors.postgres.enumerator;

import io.alluvium.connectors.postgres.split.PostgresSplit;
import java.util.List;
import java.util.Set;
import org.apache.flink.annotation.Internal;

/**
 * What is left to assign.
 *
 * @param streamBegun whether there is a stream already, here or with a reader
 * @param tables numbers of those whose rows have been split up
 */
@Internal
public record PostgresEnumeratorState(
    boolean streamBegun, Set<Long> tables, List<PostgresSplit> pending) {

  public PostgresEnumeratorState {
    tables = Set.copyOf(tables);
    pending = List.copyOf(pending);
  }

  public static PostgresEnumeratorState initial() {
    return new PostgresEnumeratorState(false, Set.of(), List.of());
  }
}
