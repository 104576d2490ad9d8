package io.alluvium.connectors.delta.kernel;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Which accesses to the files of a test's folder fail: each fault names an event and at which of
 * its occurrences it strikes, once. Known to all threads of the JVM, by the folder's path.
 */
public final class FaultPlan {
  /** Paths of this scheme are watched: {@code faulty:/tmp/…}. */
  public static final String SCHEME = "faulty:";

  private static final Map<String, FaultPlan> PLANS = new ConcurrentHashMap<>();

  /** Where a fault can strike. */
  public enum Event {
    /** Opened to be written. */
    DATA_OPEN,
    DATA_WRITE,
    DATA_CLOSE,
    /** Opened to be read, through Flink: deletion vectors. */
    DATA_READ,
    LOG_LIST,
    LOG_READ,
    LOG_WRITE,
    LOG_PUBLISH,
    LOG_PUBLISHED,
    ROW,
    SNAPSHOT,
    CHECKPOINT_COMPLETE
  }

  /**
   * @param occurrence from 1
   */
  public record Fault(Event event, int occurrence) {}

  private static final List<Event> FILE_EVENTS =
      List.of(
          Event.DATA_OPEN,
          Event.DATA_WRITE,
          Event.DATA_CLOSE,
          Event.DATA_READ,
          Event.LOG_LIST,
          Event.LOG_READ,
          Event.LOG_WRITE,
          Event.LOG_PUBLISH,
          Event.LOG_PUBLISHED);

  private final List<Fault> faults;
  private final Map<Event, AtomicInteger> counts = new ConcurrentHashMap<>();
  private final List<Fault> struck = new CopyOnWriteArrayList<>();

  private FaultPlan(List<Fault> faults) {
    this.faults = List.copyOf(faults);
  }

  public static FaultPlan install(String folder, List<Fault> faults) {
    FaultPlan plan = new FaultPlan(faults);
    PLANS.put(folder, plan);
    return plan;
  }

  /** Faults of files, drawn at random. */
  public static List<Fault> ofFiles(int count, Random random) {
    List<Fault> drawn = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Event event = FILE_EVENTS.get(random.nextInt(FILE_EVENTS.size()));
      int range =
          switch (event) {
            case DATA_WRITE -> 200;
            case LOG_LIST, LOG_READ -> 60;
            default -> 12;
          };
      drawn.add(new Fault(event, 2 + random.nextInt(range)));
    }
    return drawn;
  }

  public static void remove(String folder) {
    PLANS.remove(folder);
  }

  /** The plan for a path within a test's folder. */
  public static FaultPlan of(String path) {
    String local = path.startsWith(SCHEME) ? path.substring(SCHEME.length()) : path;
    for (Map.Entry<String, FaultPlan> entry : PLANS.entrySet()) {
      if (local.startsWith(entry.getKey())) {
        return entry.getValue();
      }
    }
    return new FaultPlan(List.of());
  }

  /** Throws where a fault strikes at this occurrence of the event. */
  public void at(Event event) throws IOException {
    int occurrence = counts.computeIfAbsent(event, unseen -> new AtomicInteger()).incrementAndGet();
    Fault fault = new Fault(event, occurrence);
    if (faults.contains(fault)) {
      struck.add(fault);
      throw new IOException("induced fault at " + fault);
    }
  }

  /** Of the plan's faults, those of places that were reached. */
  public List<Fault> struck() {
    return new ArrayList<>(struck);
  }

  public int count(Event event) {
    return counts.getOrDefault(event, new AtomicInteger()).get();
  }
}
