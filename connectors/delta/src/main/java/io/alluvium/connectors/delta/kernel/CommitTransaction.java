package io.alluvium.connectors.delta.kernel;

import io.delta.kernel.Operation;
import io.delta.kernel.Transaction;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.internal.SnapshotImpl;
import io.delta.kernel.internal.TransactionImpl;
import io.delta.kernel.internal.actions.Metadata;
import io.delta.kernel.internal.actions.Protocol;
import io.delta.kernel.internal.actions.SetTransaction;
import io.delta.kernel.internal.tablefeatures.TableFeatures;
import io.delta.kernel.internal.util.SchemaUtils;
import io.delta.kernel.types.StructType;
import java.util.Optional;
import java.util.Set;
import org.apache.flink.table.types.logical.RowType;

/** Kernel's transactions for a sink's commits, with a change of the table's schema where needed. */
final class CommitTransaction {
  private static final int REBASES = 50;
  private static final String TYPE_WIDENING = "delta.enableTypeWidening";

  private final Transaction transaction;

  private CommitTransaction(Transaction transaction) {
    this.transaction = transaction;
  }

  /**
   * @param exact whether the commit is only right on this very snapshot
   */
  static CommitTransaction on(
      KernelSnapshot base,
      Engine engine,
      DeltaCommit commit,
      CommitTerms terms,
      String engineInfo,
      boolean exact) {
    StructType schema = base.kernel().getSchema();
    StructType merged = mergedSchema(base, schema, terms);
    return new CommitTransaction(
        merged.equals(schema)
            ? plain(base, engine, commit, engineInfo, exact)
            : withSchema(
                base,
                merged,
                Optional.of(
                    new SetTransaction(
                        commit.sinkId(),
                        commit.sequence(),
                        Optional.of(System.currentTimeMillis()))),
                engineInfo));
  }

  /** A change of the schema alone; empty where there is nothing to change. */
  static Optional<CommitTransaction> ofSchema(
      KernelSnapshot base, CommitTerms terms, String engineInfo) {
    StructType schema = base.kernel().getSchema();
    StructType merged = mergedSchema(base, schema, terms);
    return merged.equals(schema)
        ? Optional.empty()
        : Optional.of(
            new CommitTransaction(withSchema(base, merged, Optional.empty(), engineInfo)));
  }

  private static StructType mergedSchema(
      KernelSnapshot base, StructType schema, CommitTerms terms) {
    SchemaMerge merge =
        new SchemaMerge(base.path(), Boolean.parseBoolean(base.properties().get(TYPE_WIDENING)));
    StructType merged = schema;
    for (RowType columns : terms.columns()) {
      merged = merge.merge(merged, DeltaTypes.toStruct(columns));
    }
    return merged;
  }

  private static Transaction plain(
      KernelSnapshot base, Engine engine, DeltaCommit commit, String engineInfo, boolean exact) {
    return base.kernel()
        .buildUpdateTableTransaction(engineInfo, Operation.STREAMING_UPDATE)
        .withTransactionId(commit.sinkId(), commit.sequence())
        .withMaxRetries(exact ? 0 : REBASES)
        .build(engine);
  }

  /**
   * Kernel's builder changes a schema only under column mapping; the protocol allows new columns
   * without. What the builder checks of the table is checked here.
   */
  private static Transaction withSchema(
      KernelSnapshot base,
      StructType merged,
      Optional<SetTransaction> sequence,
      String engineInfo) {
    SnapshotImpl snapshot = base.kernel();
    SchemaUtils.validateSchema(merged, false, false, false);
    Metadata metadata = snapshot.getMetadata().withNewSchema(merged);
    Optional<Protocol> protocol =
        TableFeatures.autoUpgradeProtocolBasedOnMetadata(metadata, Set.of(), snapshot.getProtocol())
            .map(upgrade -> upgrade._1);
    TableFeatures.validateKernelCanWriteToTable(
        protocol.orElse(snapshot.getProtocol()), metadata, base.path());
    return new TransactionImpl(
        false,
        snapshot.getDataPath(),
        Optional.of(snapshot),
        engineInfo,
        Operation.STREAMING_UPDATE,
        protocol,
        Optional.of(metadata),
        snapshot.getCommitter(),
        sequence,
        Optional.empty(),
        Optional.of(0),
        0,
        System::currentTimeMillis);
  }

  Transaction transaction() {
    return transaction;
  }
}
