package io.alluvium.cdc.mysql;

import com.github.shyiko.mysql.binlog.BinaryLogClient;
import com.github.shyiko.mysql.binlog.BinaryLogClient.AbstractLifecycleListener;
import com.github.shyiko.mysql.binlog.event.Event;
import com.github.shyiko.mysql.binlog.event.RotateEventData;
import com.github.shyiko.mysql.binlog.network.SSLMode;
import java.io.EOFException;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import javax.annotation.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Receives the log from a place on, in a thread of its own, until the connection ends. */
final class BinlogConnection implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(BinlogConnection.class);

  private final EventQueue queue = new EventQueue();
  private final BinaryLogClient client;
  private final Thread thread;

  private BinlogConnection(MySqlSettings settings, long serverId, BinlogPosition from) {
    ServerAddress address = settings.address();
    client =
        new BinlogClient(
            address.hostname(), address.port(), address.username(), address.password().reveal());
    client.setServerId(serverId);
    client.setBinlogFilename(from.file());
    client.setBinlogPosition(from.offset());
    client.setKeepAlive(false);
    client.setHeartbeatInterval(settings.heartbeatInterval().toMillis());
    client.setConnectTimeout(address.connectTimeout().toMillis());
    client.setSSLMode(SSLMode.PREFERRED);
    client.setEventDeserializer(new RawEvents());
    client.registerEventListener(this::receive);
    client.registerLifecycleListener(new Failures());
    thread = new Thread(this::run, "alluvium-binlog-" + address.server());
    thread.setDaemon(true);
  }

  /**
   * Begins to connect.
   *
   * @param serverId that no other client of the log has
   */
  static BinlogConnection open(MySqlSettings settings, long serverId, BinlogPosition from) {
    BinlogConnection connection = new BinlogConnection(settings, serverId, from);
    connection.thread.start();
    return connection;
  }

  private void run() {
    try {
      client.connect();
      queue.end(new EOFException("The server ended the connection"));
    } catch (IOException | RuntimeException e) {
      queue.end(e);
    }
  }

  private void receive(Event event) {
    try {
      if (event.getData() instanceof RotateEventData rotation) {
        queue.put(new EventQueue.Entry(null, rotation.getBinlogFilename()));
      } else {
        queue.put(new EventQueue.Entry((LogEvent) event.getData(), null));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private final class Failures extends AbstractLifecycleListener {
    @Override
    public void onCommunicationFailure(BinaryLogClient failed, Exception cause) {
      queue.end(cause);
    }

    @Override
    public void onEventDeserializationFailure(BinaryLogClient failed, Exception cause) {
      // The client would go on with the next event.
      queue.end(cause);
    }
  }

  /** Null where there is nothing just now. */
  @Nullable
  EventQueue.Entry poll() {
    return queue.poll();
  }

  /** Why the connection has ended; null while it has not, or has given more than was polled. */
  @Nullable
  Throwable failure() {
    return queue.failure();
  }

  CompletableFuture<Void> available() {
    return queue.available();
  }

  @Override
  public void close() {
    queue.close();
    thread.interrupt();
    try {
      client.disconnect();
    } catch (IOException e) {
      LOG.debug("The connection to the binary log could not be closed", e);
    }
  }
}
