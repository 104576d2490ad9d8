package io.alluvium.models.compile;

import io.alluvium.models.graph.Node.ModelNode;
import io.alluvium.models.project.Materialization;
import io.alluvium.models.project.ModelConfig;

/**
 * The version of the lake's table that a row is of, as a column of what a push model reads from the
 * lake: where the model names it as its store's version, no row goes back in time there, whatever
 * savepoint the job is restored from.
 */
public final class CommitVersion {
  /** The column. */
  public static final String COLUMN = "_commit_version";

  private static final String OPTION = "version.column";

  private CommitVersion() {}

  /** Whether the tables that a model reads from the lake have the column. */
  public static boolean isReadBy(ModelNode node) {
    ModelConfig config = node.model().config();
    return config.materialization() == Materialization.PUSH
        && COLUMN.equals(config.options().get(OPTION));
  }
}
