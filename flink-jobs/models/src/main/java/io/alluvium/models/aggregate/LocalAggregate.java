package io.alluvium.models.aggregate;

import java.io.Serializable;

/**
 * What is aggregated before the exchange.
 *
 * @param most groups that are held at a time
 */
record LocalAggregate(KeyColumns key, Accumulators accumulators, long most)
    implements Serializable {}
