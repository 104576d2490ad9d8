package io.alluvium.benchmarks.engines;

import io.alluvium.benchmarks.events.EventReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import org.apache.flink.streaming.api.functions.source.SourceFunction;
import org.apache.flink.table.data.RowData;

/** Emits the events that come through a socket, as Spark's own source of that kind does. */
@SuppressWarnings("deprecation") // The new interface needs five classes for the same.
final class EventSocket implements SourceFunction<RowData> {
  private static final long serialVersionUID = 1L;

  private final int port;
  private transient volatile Socket socket;
  private transient volatile boolean cancelled;

  EventSocket(int port) {
    this.port = port;
  }

  @Override
  public void run(SourceContext<RowData> context) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    try (EventReader reader = new EventReader(socket.getInputStream())) {
      for (RowData row = reader.next(); row != null; row = reader.next()) {
        synchronized (context.getCheckpointLock()) {
          context.collect(row);
        }
      }
    } catch (IOException e) {
      if (!cancelled) {
        throw e;
      }
    }
  }

  @Override
  public void cancel() {
    cancelled = true;
    Socket open = socket;
    if (open != null) {
      try {
        open.close();
      } catch (IOException e) {
        // It is closed then.
      }
    }
  }
}
