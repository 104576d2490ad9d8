package io.alluvium.connectors.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import javax.annotation.Nullable;

/**
 * The way to a server, which fails once when it is told to: after so many bytes of one direction.
 */
final class FaultyPath implements AutoCloseable {
  private static final int CHUNK = 512;
  private static final long DELAY_NANOS = 30_000_000L;

  private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final int target;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicReference<Fault> fault = new AtomicReference<>();

  /** What happens to the connection that carries the byte. */
  enum Kind {
    /** Both ends are closed, at once. */
    CUT,
    /** One direction ends in an orderly way; the other stays open, and nothing comes of it. */
    HALF_CLOSE,
    /** Nothing passes any more, and nothing is closed. */
    SILENCE,
    /** Everything comes later. */
    DELAY
  }

  private static final class Fault {
    final Kind kind;
    final boolean toServer;
    long bytes;

    Fault(Kind kind, boolean toServer, long bytes) {
      this.kind = kind;
      this.toServer = toServer;
      this.bytes = bytes;
    }
  }

  /**
   * @param target the server's port
   */
  FaultyPath(int target) throws IOException {
    this.target = target;
    start(this::accept, "faulty-path");
  }

  int port() {
    return listener.getLocalPort();
  }

  /**
   * Fails once.
   *
   * @param toServer whether bytes of commands are counted, or of answers
   */
  void failAfter(Kind kind, boolean toServer, long bytes) {
    fault.set(new Fault(kind, toServer, bytes));
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
        client.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
        open.add(client);
        open.add(server);
        start(() -> pass(client, server, true), "to-server");
        start(() -> pass(server, client, false), "to-client");
      } catch (IOException e) {
        // Closed, or the server is not there: who connects finds out.
      }
    }
  }

  private static void start(Runnable work, String name) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }

  private void pass(Socket from, Socket to, boolean toServer) {
    byte[] chunk = new byte[CHUNK];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
        Fault due = due(toServer, count);
        if (due == null) {
          out.write(chunk, 0, count);
          continue;
        }
        out.write(chunk, 0, (int) Math.max(0, due.bytes + count));
        switch (due.kind) {
          case CUT -> {
            close(from);
            close(to);
            return;
          }
          case HALF_CLOSE -> {
            to.shutdownOutput();
            swallow(in, chunk);
            return;
          }
          case SILENCE -> {
            swallow(in, chunk);
            return;
          }
          case DELAY -> {
            int written = (int) Math.max(0, due.bytes + count);
            LockSupport.parkNanos(DELAY_NANOS);
            out.write(chunk, written, count - written);
          }
        }
      }
      to.shutdownOutput();
    } catch (IOException e) {
      close(from);
      close(to);
    }
  }

  /** The fault whose byte is within the next ones; its bytes are negative then. */
  @Nullable
  private Fault due(boolean toServer, int count) {
    Fault armed = fault.get();
    if (armed == null || armed.toServer != toServer) {
      return null;
    }
    armed.bytes -= count;
    return armed.bytes < 0 && fault.compareAndSet(armed, null) ? armed : null;
  }

  private static void swallow(InputStream in, byte[] chunk) throws IOException {
    int count = in.read(chunk);
    while (count >= 0) {
      count = in.read(chunk);
    }
  }

  private void close(Socket socket) {
    open.remove(socket);
    try {
      socket.close();
    } catch (IOException e) {
      // Then it is closed already.
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    open.forEach(this::close);
  }
}
