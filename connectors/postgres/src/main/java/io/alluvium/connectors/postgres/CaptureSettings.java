package io.alluvium.connectors.postgres;

import java.io.Serializable;
import java.time.Duration;
import org.apache.flink.annotation.Internal;

/**
 * What a {@link PostgresSourceBuilder} was told.
 *
 * @param slot a name
 * @param publication a name
 * @param reservedFields behind the columns of every row
 * @param splitBytes of a table that one split reads
 * @param confirmDelay how many complete checkpoints the server is told late of its log's use
 * @param statusInterval how often the server is told at the latest
 * @param outageTimeout for how long a server that is away is waited for
 * @param publicationPatience for how long transactions older than the publication are waited for
 * @param binary whether values may be sent in binary form
 */
@Internal
public record CaptureSettings(
    PostgresAddress address,
    TableSelection tables,
    String slot,
    String publication,
    KeylessTables keylessTables,
    int reservedFields,
    long splitBytes,
    int confirmDelay,
    Duration statusInterval,
    Duration outageTimeout,
    Duration publicationPatience,
    boolean binary)
    implements Serializable {}
