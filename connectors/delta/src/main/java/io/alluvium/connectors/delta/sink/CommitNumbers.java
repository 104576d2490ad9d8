package io.alluvium.connectors.delta.sink;

import io.alluvium.connectors.delta.DeltaException;
import io.alluvium.connectors.delta.kernel.DeltaTable;
import io.alluvium.connectors.delta.kernel.SinkHistory;
import io.alluvium.connectors.delta.kernel.TableDescription;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple3;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.apache.flink.runtime.state.StateInitializationContext;

/**
 * The numbers of a sink's commits, for each of its tables from one on without a gap.
 *
 * <p>They are the sink's own, not Flink's checkpoint numbers, which an older savepoint would use
 * again. At a restore no table may be ahead of the numbers: where one is, the restored state is
 * older than the table, and going on would double or lose rows. The other direction shows when the
 * next commit does not follow the table's last.
 */
final class CommitNumbers {
  private final SinkIdentity identity;
  private final boolean restored;
  private final ListState<Tuple3<String, String, Long>> state;
  private final Map<String, Long> lastByTable = new HashMap<>();

  /** Reads the state, and checks all tables that it names. */
  CommitNumbers(SinkIdentity identity, StateInitializationContext context) throws Exception {
    this.identity = identity;
    this.restored = context.isRestored();
    state =
        context
            .getOperatorStateStore()
            .getUnionListState(
                new ListStateDescriptor<>(
                    SavedCommits.NUMBERS, Types.TUPLE(Types.STRING, Types.STRING, Types.LONG)));
    for (Tuple3<String, String, Long> table : state.get()) {
      // Another generation of the sink has its own numbers.
      if (table.f0.equals(identity.applicationId())) {
        lastByTable.merge(table.f1, table.f2, Math::max);
      }
    }
    for (Map.Entry<String, Long> table : lastByTable.entrySet()) {
      checkNotBehind(table.getKey(), table.getValue());
    }
  }

  /** Creates a table where it is absent, and makes it known. */
  void open(String path, TableDescription description) {
    DeltaTable.at(path).createIfAbsent(description);
    register(path);
  }

  private void register(String path) {
    if (!lastByTable.containsKey(path)) {
      checkNotBehind(path, 0);
      lastByTable.put(path, 0L);
    }
  }

  /** The number of the table's next commit. */
  long next(String path) {
    register(path);
    return lastByTable.merge(path, 1L, Long::sum);
  }

  void snapshot() throws Exception {
    List<Tuple3<String, String, Long>> entries = new ArrayList<>();
    lastByTable.forEach(
        (path, last) -> entries.add(Tuple3.of(identity.applicationId(), path, last)));
    state.update(entries);
  }

  private void checkNotBehind(String path, long last) {
    if (identity.singleRun()) {
      return;
    }
    SinkHistory history = new SinkHistory(DeltaTable.at(path), identity.applicationId());
    OptionalLong committed = history.lastSequence();
    if (committed.isEmpty() || committed.getAsLong() <= last) {
      return;
    }
    throw new SuppressRestartsException(
        new DeltaException(
            "Table "
                + path
                + " already holds commit "
                + committed.getAsLong()
                + " of sink '"
                + identity.applicationId()
                + "', but the job "
                + (restored
                    ? "was restored from a state that ends at commit " + last
                    : "starts without state")
                + ": its rows would be written twice or be lost. Restore the latest checkpoint."
                + " Otherwise there are two ways on. Begin a new generation of the sink with"
                + " another 'sink.generation': rows that the table holds already are then written"
                + " again. Or roll the tables back with the job: restore this one to "
                + history
                    .versionOf(last)
                    .map(version -> "version " + version)
                    .orElse("the version before the sink's commit " + (last + 1))
                + ", and the sinks' commit numbers with it ('with_transactions' of the procedure"
                + " 'sys.restore')."));
  }
}
