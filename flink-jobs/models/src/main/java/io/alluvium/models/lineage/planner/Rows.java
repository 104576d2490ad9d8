package io.alluvium.models.lineage.planner;

import io.alluvium.models.lineage.Origin;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * Where the rows of a part of a tree come from.
 *
 * @param columns of each column
 * @param presence what decides which rows there are
 */
record Rows(List<Set<Origin>> columns, Set<Origin> presence) {
  Rows {
    columns = List.copyOf(columns);
  }

  Rows withColumns(List<Set<Origin>> others) {
    return new Rows(others, presence);
  }

  Rows dependingOn(Collection<Origin> origins) {
    return new Rows(columns, Origins.union(List.of(presence, origins)));
  }

  /** Side by side. */
  Rows beside(Rows right) {
    List<Set<Origin>> all = new ArrayList<>(columns);
    all.addAll(right.columns);
    return new Rows(all, presence).dependingOn(right.presence);
  }

  Set<Origin> all() {
    return Origins.union(columns);
  }
}
