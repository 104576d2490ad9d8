package io.alluvium.cdc.transform;

import io.alluvium.cdc.capture.TablePattern;
import java.io.Serializable;
import javax.annotation.Nullable;

/**
 * What is done to the rows of tables before bronze.
 *
 * @param projection null for all columns as they are
 * @param filter null for all rows
 */
public record Transform(
    TablePattern sourceTable, @Nullable Projection projection, @Nullable Filter filter)
    implements Serializable {}
