package io.alluvium.connectors.delta.kernel;

import java.io.Serializable;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;

/**
 * Where the deletion vector of a data file is stored (Delta protocol, "Deletion Vector Descriptor
 * Schema").
 *
 * @param storageType {@code u} relative to the table, {@code p} absolute path, {@code i} inline
 * @param pathOrInlineDv as the storage type says
 * @param offset of the vector within its file, in bytes; null where the file holds but one
 * @param sizeInBytes of the serialized vector
 * @param cardinality number of deleted rows
 */
@Internal
public record DeletionVector(
    String storageType,
    String pathOrInlineDv,
    @Nullable Integer offset,
    int sizeInBytes,
    long cardinality)
    implements Serializable {}
