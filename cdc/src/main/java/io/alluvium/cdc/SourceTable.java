package io.alluvium.cdc;

import java.util.List;

/** A table of the source, as its catalog describes it. */
record SourceTable(TableName name, List<SourceColumn> columns, ReplicaIdentity identity) {}
