package io.alluvium.state.plan;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What comes out of an operator, whatever the planner made of the way to it: projections vanish,
 * and the order of conditions does not count.
 *
 * @param columns what each is, as an expression over the columns of tables
 * @param base where the rows are from
 * @param conditions that were applied to them
 */
record Rows(List<String> columns, String base, SortedSet<String> conditions) {
  Rows {
    columns = List.copyOf(columns);
    conditions = Collections.unmodifiableSortedSet(new TreeSet<>(conditions));
  }

  static Rows of(List<String> columns, String base) {
    return new Rows(columns, base, new TreeSet<>());
  }

  Rows withColumns(List<String> other) {
    return new Rows(other, base, conditions);
  }

  Rows where(Collection<String> more) {
    SortedSet<String> all = new TreeSet<>(conditions);
    all.addAll(more);
    return new Rows(columns, base, all);
  }

  /** Which rows they are. */
  String identity() {
    return PlanText.digest(base, conditions);
  }

  static List<String> identities(List<Rows> inputs) {
    return inputs.stream().map(Rows::identity).toList();
  }

  static List<String> columns(List<Rows> inputs) {
    List<String> all = new ArrayList<>();
    inputs.forEach(input -> all.addAll(input.columns()));
    return all;
  }
}
