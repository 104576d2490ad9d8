package io.alluvium.connectors.redis.resp;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * What is written to a socket, by a deadline: a peer that takes nothing any more would else hold
 * the writer for ever, as Java knows a timeout of reads only, and an interrupt does not wake it.
 */
final class DeadlineOutput extends OutputStream {
  /** So much must be taken within the timeout, of however much is written. */
  private static final int CHUNK_BYTES = 1 << 16;

  private static final long IDLE_SECONDS = 10;
  private static final ScheduledThreadPoolExecutor DEADLINES = deadlines();

  private final OutputStream out;
  private final Socket socket;
  private final Endpoint endpoint;
  private final Duration timeout;
  private volatile boolean missed;

  /**
   * @param out of the socket, or of what secures it
   * @param socket that is closed where the deadline is missed
   */
  DeadlineOutput(OutputStream out, Socket socket, Endpoint endpoint, Duration timeout) {
    this.out = out;
    this.socket = socket;
    this.endpoint = endpoint;
    this.timeout = timeout;
  }

  /** A step that writes to the socket. */
  @FunctionalInterface
  interface Write {
    void run() throws IOException;
  }

  @Override
  public void write(int next) throws IOException {
    write(new byte[] {(byte) next}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    int end = offset + length;
    for (int at = offset; at < end; at += CHUNK_BYTES) {
      int begin = at;
      int count = Math.min(CHUNK_BYTES, end - at);
      inTime(() -> out.write(bytes, begin, count));
    }
  }

  @Override
  public void flush() throws IOException {
    inTime(out::flush);
  }

  /**
   * Does a step, and closes the socket under it where that takes too long.
   *
   * @throws IOException that says so then
   */
  void inTime(Write step) throws IOException {
    ScheduledFuture<?> deadline =
        DEADLINES.schedule(this::miss, timeout.toMillis(), TimeUnit.MILLISECONDS);
    try {
      step.run();
    } catch (IOException e) {
      if (missed) {
        throw new IOException(
            endpoint + " takes nothing any more within " + timeout.toMillis() + " ms", e);
      }
      throw e;
    } finally {
      deadline.cancel(false);
    }
  }

  private void miss() {
    missed = true;
    try {
      socket.close();
    } catch (IOException e) {
      // Its writer is told anyway, by a socket that is broken.
    }
  }

  /** One thread for all, which ends where nothing is written for a while. */
  private static ScheduledThreadPoolExecutor deadlines() {
    ScheduledThreadPoolExecutor executor =
        new ScheduledThreadPoolExecutor(
            1,
            work -> {
              Thread thread = new Thread(work, "redis-write-deadlines");
              thread.setDaemon(true);
              // Not that of the job that happens to be the first.
              thread.setContextClassLoader(DeadlineOutput.class.getClassLoader());
              return thread;
            });
    executor.setRemoveOnCancelPolicy(true);
    executor.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
    executor.allowCoreThreadTimeOut(true);
    return executor;
  }
}
