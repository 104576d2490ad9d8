package io.alluvium.ingest.deadletters;

import javax.annotation.Nullable;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;

/** Where a dead letter came from; the components are those of {@link DeadLetter}. */
public record DeadLetterOrigin(
    StringData inlet,
    StringData source,
    StringData position,
    @Nullable Long sequence,
    @Nullable StringData headers,
    @Nullable byte[] key,
    @Nullable TimestampData sourceTime) {}
