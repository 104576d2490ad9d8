package io.alluvium.models.lineage;

import java.util.Map;
import java.util.Set;

/**
 * Where a query's result comes from.
 *
 * @param columns what each column of the result comes from, in order; nothing for a constant
 * @param rows what decides which rows there are
 */
public record QueryLineage(Map<String, Set<Origin>> columns, Set<Origin> rows) {}
