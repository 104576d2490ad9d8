/** Azure Data Lake Storage for Flink and for the Delta connector. */
package io.alluvium.connectors.azure;
