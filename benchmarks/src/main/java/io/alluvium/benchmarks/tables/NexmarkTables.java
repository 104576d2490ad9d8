package io.alluvium.benchmarks.tables;

import java.io.IOException;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;

/**
 * The persons, auctions and bids of Nexmark as three tables, the same ones from the same seed. Of
 * 50 events one is a person, three are auctions and 46 are bids, 10,000 of all a second. As in
 * Nexmark, half of the bids go to an auction that is hot and come from a bidder who is, the others
 * to one of those that began last.
 */
public final class NexmarkTables {
  private static final int CYCLE = 50;
  private static final int AUCTIONS = 3;
  private static final long MICROS_PER_EVENT = 100;
  private static final long START_MICROS = 1_767_225_600_000_000L;
  private static final int FIRST_ID = 1_000;
  private static final int HOT_RATIO = 100;
  private static final int RECENT_AUCTIONS = 100;
  private static final int RECENT_PERSONS = 1_000;
  private static final int LONGEST_MICROS = 2_000_000;
  private static final int CATEGORIES = 5;
  private static final int FIRST_CATEGORY = 10;
  private static final int LETTERS = 26;
  private static final double LARGEST_EXPONENT = 6;
  private static final int CENTS = 100;
  private static final String[] STATES = {"AZ", "CA", "ID", "OR", "WA", "WY"};
  private static final String[] CITIES = {
    "Phoenix", "Los Angeles", "San Francisco", "Boise", "Portland", "Bend", "Seattle", "Cheyenne"
  };
  private static final String[] NAMES = {
    "Peter", "Paul", "Luke", "John", "Saul", "Vicky", "Kate", "Julie", "Sarah", "Deiter", "Walter"
  };
  private static final String[] CHANNELS = {"Google", "Facebook", "Baidu", "Apple"};

  private final SplittableRandom random;
  private final long events;

  private NexmarkTables(long seed, long events) {
    this.random = new SplittableRandom(seed);
    this.events = events;
  }

  /**
   * Writes the tables {@code person}, {@code auction} and {@code bid} into a folder.
   *
   * @param events of all three
   */
  public static void write(Path folder, long seed, long events, int rowsPerFile)
      throws IOException {
    new NexmarkTables(seed, events).write(folder, rowsPerFile);
  }

  private void write(Path folder, int rowsPerFile) throws IOException {
    try (BronzeTable persons =
            new BronzeTable(folder.resolve("person"), NexmarkSchema.person(), rowsPerFile);
        BronzeTable auctions =
            new BronzeTable(folder.resolve("auction"), NexmarkSchema.auction(), rowsPerFile);
        BronzeTable bids =
            new BronzeTable(folder.resolve("bid"), NexmarkSchema.bid(), rowsPerFile)) {
      for (long event = 0; event < events; event++) {
        long cycle = event / CYCLE;
        int place = (int) (event % CYCLE);
        long micros = START_MICROS + event * MICROS_PER_EVENT;
        if (place == 0) {
          persons.add(person(cycle, micros));
        } else if (place <= AUCTIONS) {
          auctions.add(auction(cycle, cycle * AUCTIONS + place - 1, micros));
        } else {
          bids.add(bid(cycle, micros));
        }
      }
    }
  }

  private GenericRowData person(long number, long micros) {
    String name = any(NAMES) + " " + text(8);
    return GenericRowData.of(
        FIRST_ID + number,
        StringData.fromString(name),
        StringData.fromString(text(7) + "@" + text(5) + ".com"),
        StringData.fromString(digits() + " " + digits() + " " + digits() + " " + digits()),
        StringData.fromString(any(CITIES)),
        StringData.fromString(any(STATES)),
        time(micros),
        StringData.fromString(text(60)));
  }

  private GenericRowData auction(long cycle, long number, long micros) {
    long initial = price();
    return GenericRowData.of(
        FIRST_ID + number,
        StringData.fromString(text(20)),
        StringData.fromString(text(100)),
        initial,
        initial + price(),
        time(micros),
        time(micros + 1 + random.nextInt(LONGEST_MICROS)),
        somePerson(cycle),
        (long) FIRST_CATEGORY + random.nextInt(CATEGORIES),
        StringData.fromString(text(200)));
  }

  private GenericRowData bid(long cycle, long micros) {
    long last = cycle * AUCTIONS + AUCTIONS - 1;
    long auction =
        random.nextBoolean()
            ? last / HOT_RATIO * HOT_RATIO
            : last - random.nextLong(Math.min(last + 1, RECENT_AUCTIONS));
    String channel = any(CHANNELS);
    return GenericRowData.of(
        FIRST_ID + auction,
        somePerson(cycle),
        price(),
        StringData.fromString(channel),
        StringData.fromString("https://www.nexmark.com/" + text(5) + "/item.htm?query=1"),
        time(micros),
        StringData.fromString(text(20)));
  }

  private long somePerson(long last) {
    return FIRST_ID
        + (random.nextBoolean()
            ? last / HOT_RATIO * HOT_RATIO
            : last - random.nextLong(Math.min(last + 1, RECENT_PERSONS)));
  }

  private long price() {
    return Math.round(Math.pow(10, random.nextDouble() * LARGEST_EXPONENT) * CENTS);
  }

  private String any(String[] values) {
    return values[random.nextInt(values.length)];
  }

  private String text(int length) {
    StringBuilder text = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      text.append((char) ('a' + random.nextInt(LETTERS)));
    }
    return text.toString();
  }

  private String digits() {
    return String.format("%04d", random.nextInt(10_000));
  }

  private static TimestampData time(long micros) {
    return TimestampData.fromEpochMillis(
        Math.floorDiv(micros, 1_000L), (int) Math.floorMod(micros, 1_000L) * 1_000);
  }
}
