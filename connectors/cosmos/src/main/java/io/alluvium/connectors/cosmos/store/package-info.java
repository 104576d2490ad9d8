/** What the connector needs of a container of Cosmos DB, and the client that does it. */
package io.alluvium.connectors.cosmos.store;
