package io.alluvium.connectors.postgres.replication;

import io.alluvium.connectors.postgres.CaptureSettings;
import io.alluvium.connectors.postgres.TableName;
import io.alluvium.connectors.postgres.split.StreamPosition;
import io.alluvium.connectors.postgres.types.BigEndian;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import javax.annotation.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyDual;

/**
 * The server's stream of one slot. The driver's own stream is not used: it moves the place that the
 * slot has confirmed by itself, ahead of what is in checkpoints.
 */
final class ReplicationStream implements AutoCloseable {
  /** Kind, place, the server's end of log, its clock. */
  static final int HEADER = 1 + 3 * Long.BYTES;

  private static final byte DATA = 'w';
  private static final byte KEEPALIVE = 'k';
  private static final byte STATUS = 'r';
  private static final int STATUS_SIZE = 1 + 4 * Long.BYTES + 1;
  private static final int REPLY_REQUESTED = 1 + 2 * Long.BYTES;
  private static final long EPOCH_MICROS = 946_684_800_000_000L;

  private final Connection connection;
  private final CopyDual copy;
  private long serverEnd;
  private long idleUntil;
  private boolean replyRequested;
  private long nextStatus;
  private long reported = -1;
  private final long statusNanos;

  ReplicationStream(Connection connection, CopyDual copy, long statusNanos) {
    this.connection = connection;
    this.copy = copy;
    this.statusNanos = statusNanos;
    this.nextStatus = System.nanoTime();
  }

  static ReplicationStream open(CaptureSettings settings, long lsn, boolean binary)
      throws SQLException {
    Connection connection = settings.address().connectForReplication(false);
    try {
      String sql =
          "START_REPLICATION SLOT "
              + TableName.quote(settings.slot())
              + " LOGICAL "
              + StreamPosition.text(lsn)
              + " (proto_version '1', publication_names "
              + TableName.literal(TableName.quote(settings.publication()))
              + (binary ? ", binary 'true')" : ")");
      CopyDual copy = connection.unwrap(PGConnection.class).getCopyAPI().copyDual(sql);
      return new ReplicationStream(connection, copy, settings.statusInterval().toNanos());
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  /**
   * The next message, with its header.
   *
   * @param wait whether to wait for it; otherwise null where there is none yet
   */
  @Nullable
  byte[] next(boolean wait) throws SQLException {
    while (true) {
      byte[] message = copy.readFromCopy(wait);
      if (message == null) {
        if (!copy.isActive()) {
          throw new SQLException("the server has ended the stream", "08006");
        }
        return null;
      }
      if (message[0] == DATA) {
        serverEnd = Math.max(serverEnd, BigEndian.longAt(message, 1 + Long.BYTES));
        return message;
      }
      if (message[0] == KEEPALIVE) {
        idleUntil = BigEndian.longAt(message, 1);
        serverEnd = Math.max(serverEnd, idleUntil);
        replyRequested |= message[REPLY_REQUESTED] != 0;
      }
    }
  }

  /** The server has sent everything before this place of its log. */
  long idleUntil() {
    return idleUntil;
  }

  long serverEnd() {
    return serverEnd;
  }

  /**
   * Tells the server how far its log was read and is not needed any more, where that is due.
   *
   * @param received behind the last message
   * @param confirmed up to where the log may be forgotten
   */
  void report(long received, long confirmed) throws SQLException {
    long now = System.nanoTime();
    if (!replyRequested && confirmed == reported && now - nextStatus < 0) {
      return;
    }
    byte[] status = new byte[STATUS_SIZE];
    status[0] = STATUS;
    BigEndian.putLong(status, 1, Math.max(received, confirmed));
    BigEndian.putLong(status, 1 + Long.BYTES, confirmed);
    BigEndian.putLong(status, 1 + 2 * Long.BYTES, confirmed);
    long micros = TimeUnit.MILLISECONDS.toMicros(System.currentTimeMillis()) - EPOCH_MICROS;
    BigEndian.putLong(status, 1 + 3 * Long.BYTES, micros);
    copy.writeToCopy(status, 0, STATUS_SIZE);
    copy.flushCopy();
    replyRequested = false;
    reported = confirmed;
    nextStatus = now + statusNanos;
  }

  /** From any thread: whoever reads or writes then fails. */
  @Override
  public void close() throws SQLException {
    connection.abort(Runnable::run);
  }
}
