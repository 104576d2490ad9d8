package io.alluvium.benchmarks.serving;

import io.alluvium.benchmarks.BenchmarkException;
import io.alluvium.benchmarks.events.EventFiles;
import io.alluvium.benchmarks.freshness.SendSchedule;
import io.alluvium.connectors.redis.resp.CommandBuffer;
import io.alluvium.connectors.redis.resp.Endpoint;
import io.alluvium.connectors.redis.resp.RespSocket;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Finds out when events can be read in Redis: for one in a hundred, asks again and again for the
 * row of its device until that has the event, or a later one of the device.
 */
public final class ServedEvents implements AutoCloseable {
  private static final int SAMPLE = 100;
  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final long PAUSE_NANOS = Duration.ofMillis(1).toNanos();

  private final RespSocket socket;

  public ServedEvents(int port) throws IOException {
    this.socket = RespSocket.connect(new Endpoint("127.0.0.1", port), null, TIMEOUT);
  }

  private record Awaited(long event, String device) {}

  /**
   * Seconds from when an event was to be sent until it could be read, in their order.
   *
   * @param first event that counts
   * @param goOn whether to wait any longer
   */
  public double[] seconds(SendSchedule schedule, long first, BooleanSupplier goOn)
      throws IOException {
    Deque<Awaited> coming = sample(schedule.events());
    List<Awaited> awaited = new ArrayList<>();
    List<Double> seconds = new ArrayList<>();
    while (!coming.isEmpty() || !awaited.isEmpty()) {
      if (!goOn.getAsBoolean()) {
        throw new BenchmarkException(
            coming.size() + awaited.size() + " events of the sample never came to Redis");
      }
      while (!coming.isEmpty() && schedule.nanos(coming.peek().event()) <= System.nanoTime()) {
        awaited.add(coming.poll());
      }
      List<Object> rows = rows(awaited);
      long now = System.nanoTime();
      Iterator<Object> row = rows.iterator();
      for (Iterator<Awaited> each = awaited.iterator(); each.hasNext(); ) {
        Awaited event = each.next();
        Object last = row.next();
        if (last != null && Long.parseLong(last.toString()) >= event.event()) {
          if (event.event() >= first) {
            seconds.add((now - schedule.nanos(event.event())) / 1e9);
          }
          each.remove();
        }
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
    double[] sorted = seconds.stream().mapToDouble(Double::doubleValue).toArray();
    Arrays.sort(sorted);
    return sorted;
  }

  /** With the devices that the sender makes up. */
  private static Deque<Awaited> sample(long events) {
    EventFiles.Lines lines = new EventFiles.Lines(0);
    Deque<Awaited> sample = new ArrayDeque<>();
    for (long event = 0; event < events; event++) {
      String line = lines.next(event, 0).toString();
      if (event % SAMPLE == 0) {
        sample.add(new Awaited(event, line.split("\"", 5)[3]));
      }
    }
    return sample;
  }

  private List<Object> rows(List<Awaited> awaited) throws IOException {
    CommandBuffer commands = new CommandBuffer();
    for (Awaited event : awaited) {
      commands
          .command(3)
          .argument("HGET")
          .argument("device:" + event.device())
          .argument("last_seq");
    }
    socket.write(commands);
    socket.flush();
    List<Object> rows = new ArrayList<>();
    for (int i = 0; i < awaited.size(); i++) {
      rows.add(socket.receive());
    }
    return rows;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
