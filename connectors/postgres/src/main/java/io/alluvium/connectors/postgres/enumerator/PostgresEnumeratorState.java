package io.alluvium.connectors.postgres.enumerator;

import io.alluvium.connectors.postgres.database.CatalogTable;
import io.alluvium.connectors.postgres.database.Memberships;
import io.alluvium.connectors.postgres.split.PostgresSplit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.annotation.Internal;

/**
 * What is left to assign.
 *
 * @param streamBegun whether there is a stream already, here or with a reader
 * @param tables those whose rows have been split up, by number
 * @param unnamed numbers of such tables of which an earlier version kept no more
 */
@Internal
public record PostgresEnumeratorState(
    boolean streamBegun,
    Map<Long, Memberships.Member> tables,
    Set<Long> unnamed,
    List<PostgresSplit> pending) {

  public PostgresEnumeratorState {
    tables = Map.copyOf(tables);
    unnamed = Set.copyOf(unnamed);
    pending = List.copyOf(pending);
  }

  public static PostgresEnumeratorState initial() {
    return new PostgresEnumeratorState(false, Map.of(), Set.of(), List.of());
  }

  /** Whether a table's rows need not be read any more: it had its name then, too. */
  boolean hasRead(CatalogTable table) {
    Memberships.Member member = tables.get(table.oid());
    return unnamed.contains(table.oid()) || member != null && member.name().equals(table.name());
  }
}
