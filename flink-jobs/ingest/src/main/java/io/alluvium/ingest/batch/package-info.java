/**
 * What the inlets of batches share: a source that finds work, divides it among readers and reads it
 * page by page, each page being emitted whole together with the place that reading goes on from.
 */
package io.alluvium.ingest.batch;
