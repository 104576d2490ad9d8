package io.alluvium.connectors.postgres.split;

import org.apache.flink.annotation.Internal;

/**
 * How far the stream was read.
 *
 * @param lsn behind the last transaction that is complete
 * @param transaction where the commit of the one under way is; 0 for none
 * @param changes of that one that were emitted
 * @param sequence of the last change emitted
 */
@Internal
public record StreamPosition(long lsn, long transaction, long changes, long sequence) {

  public static StreamPosition at(long lsn) {
    return new StreamPosition(lsn, 0, 0, 0);
  }

  /** As PostgreSQL writes it: the two halves in hexadecimal. */
  public static String text(long lsn) {
    return String.format("%X/%X", lsn >>> 32, lsn & 0xffffffffL);
  }
}
