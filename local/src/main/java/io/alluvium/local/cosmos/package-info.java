/**
 * A double of Cosmos DB for its real client in gateway mode: items with their entity tags, times to
 * live, sizes and request units; single operations and bulks; no queries.
 */
package io.alluvium.local.cosmos;
