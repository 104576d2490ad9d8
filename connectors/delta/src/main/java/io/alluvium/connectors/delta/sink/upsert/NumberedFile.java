package io.alluvium.connectors.delta.sink.upsert;

import io.alluvium.connectors.delta.kernel.DataFile;

/** A data file and the id by which the index knows it. */
record NumberedFile(int id, DataFile file) {}
