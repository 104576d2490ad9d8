package io.alluvium.connectors.delta.kernel;

import java.util.List;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;
import org.apache.flink.table.types.logical.RowType;

/**
 * What a commit does to the table besides adding and removing the files that it names.
 *
 * @param overwrite which further files it replaces; null for none
 * @param columns that the table shall have, of one or several schemas of rows; empty where its
 *     schema stays as it is. Those that it lacks are added in the same commit
 */
@Internal
public record CommitTerms(@Nullable Overwrite overwrite, List<RowType> columns) {
  public static final CommitTerms NONE = new CommitTerms(null, List.of());

  public CommitTerms {
    columns = List.copyOf(columns);
  }
}
