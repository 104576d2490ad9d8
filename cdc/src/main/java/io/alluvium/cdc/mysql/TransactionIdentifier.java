package io.alluvium.cdc.mysql;

import java.util.UUID;

/**
 * What the log says at the beginning of a transaction.
 *
 * @param text the global identifier, as the server writes it
 * @param commitMicros when it was committed, since the epoch; 0 where the server does not say
 */
record TransactionIdentifier(String text, long commitMicros) {
  private static final int LOGICAL_CLOCK = 2;
  private static final long HAS_ORIGINAL = 1L << 55;

  static TransactionIdentifier ofMySql(LogEvent event) {
    ByteReader in = new ByteReader(event.body());
    in.skip(1);
    UUID server = new UUID(in.big(8), in.big(8));
    long number = in.little(8);
    long micros = 0;
    if (in.hasMore() && in.unsignedByte() == LOGICAL_CLOCK) {
      in.skip(16);
      micros = in.hasMore() ? in.little(7) & ~HAS_ORIGINAL : 0;
    }
    return new TransactionIdentifier(server + ":" + number, micros);
  }

  static TransactionIdentifier ofMariaDb(LogEvent event) {
    ByteReader in = new ByteReader(event.body());
    long number = in.little(8);
    long domain = in.little(4);
    return new TransactionIdentifier(domain + "-" + event.serverId() + "-" + number, 0);
  }
}
