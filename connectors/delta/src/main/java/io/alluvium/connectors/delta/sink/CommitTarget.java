package io.alluvium.connectors.delta.sink;

import io.alluvium.connectors.delta.kernel.CommitTerms;
import io.alluvium.connectors.delta.kernel.TableDescription;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;

/**
 * The table that a commit is for, where the sink has several, and what is done to it besides.
 *
 * @param tablePath null where the sink has one table
 * @param description to create the table by where it is absent; null where it must be there
 */
@Internal
public record CommitTarget(
    @Nullable String tablePath, @Nullable TableDescription description, CommitTerms terms) {
  static final CommitTarget OWN_TABLE = new CommitTarget(null, null, CommitTerms.NONE);
}
