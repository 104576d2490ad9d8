package io.alluvium.models.lineage.planner;

import io.alluvium.models.lineage.ColumnUse;
import io.alluvium.models.lineage.Origin;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;

/** Sets of origins. */
final class Origins {
  private Origins() {}

  static Set<Origin> none() {
    return Set.of();
  }

  static Set<Origin> union(Collection<? extends Collection<Origin>> all) {
    return all.stream()
        .flatMap(Collection::stream)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** Of a value that is computed from others. */
  static Set<Origin> within(ColumnUse computation, Collection<Origin> origins) {
    return origins.stream()
        .map(origin -> origin.as(origin.use().within(computation)))
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** Of what depends on values, and takes none of them. */
  static Set<Origin> as(ColumnUse use, Collection<Origin> origins) {
    return origins.stream()
        .map(origin -> origin.as(use))
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }
}
