package io.alluvium.benchmarks.freshness;

import io.alluvium.benchmarks.BenchmarkException;
import io.alluvium.benchmarks.events.EventFiles;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Sends events as lines of JSON to the one that connects, on schedule: where the receiver holds
 * them up they are late, but carry the time at which they were to be sent. The connection stays
 * open until this is closed, so that no side commits early because the events end.
 */
public final class EventServer implements Closeable {
  private static final int CONNECT_MILLIS = 200;
  private static final int BUFFER_BYTES = 1 << 16;
  private static final long PAUSE_NANOS = Duration.ofMillis(1).toNanos();

  private final ServerSocket server;
  private Socket receiver;

  public EventServer() throws IOException {
    server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    server.setSoTimeout(CONNECT_MILLIS);
  }

  public int port() {
    return server.getLocalPort();
  }

  /**
   * Waits for the receiver, then begins to send.
   *
   * @param goOn whether to wait any longer
   */
  public SendSchedule start(int perSecond, long events, BooleanSupplier goOn) throws IOException {
    while (receiver == null) {
      if (!goOn.getAsBoolean()) {
        throw new BenchmarkException("Nobody came for the events");
      }
      try {
        receiver = server.accept();
      } catch (SocketTimeoutException e) {
        // Asks again whether to go on.
      }
    }
    receiver.setTcpNoDelay(true);
    SendSchedule schedule = new SendSchedule(System.nanoTime(), perSecond, events);
    long startMillis = System.currentTimeMillis();
    Thread sender = new Thread(() -> send(schedule, startMillis), "events");
    sender.setDaemon(true);
    sender.start();
    return schedule;
  }

  private void send(SendSchedule schedule, long startMillis) {
    try {
      OutputStream out = new BufferedOutputStream(receiver.getOutputStream(), BUFFER_BYTES);
      EventFiles.Lines lines = new EventFiles.Lines(0);
      long sent = 0;
      while (sent < schedule.events()) {
        long due = schedule.due(System.nanoTime());
        for (; sent < due; sent++) {
          long millis = startMillis + schedule.nanosAfterStart(sent) / 1_000_000;
          out.write(lines.next(sent, millis).toString().getBytes(StandardCharsets.US_ASCII));
        }
        out.flush();
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    } catch (IOException e) {
      // The receiver went away; what is missing in the table tells.
    }
  }

  @Override
  public void close() throws IOException {
    if (receiver != null) {
      receiver.close();
    }
    server.close();
  }
}
