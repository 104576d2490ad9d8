package io.alluvium.demo.fleet;

import java.io.IOException;

/**
 * The messages of one station's device, always the same and in the same order: its readings and, if
 * it is such a device, each kind of bad message once. They are numbered from 1.
 */
final class StationMessages implements AutoCloseable {
  private static final BadMessage[] BAD = BadMessage.values();

  private final String station;
  private final Readings readings;
  private final long[] badPositions;
  private final ReadingJson json = new ReadingJson();
  private final DistinctTimes times = new DistinctTimes();
  private long number;
  private long readingsTaken;
  private int badTaken;

  private StationMessages(String station, Readings readings, long[] badPositions) {
    this.station = station;
    this.readings = readings;
    this.badPositions = badPositions;
  }

  static StationMessages open(Portfolio portfolio, String station) {
    long count = portfolio.readings(station);
    long[] badPositions = new long[badMessages(portfolio)];
    for (int i = 0; i < badPositions.length; i++) {
      badPositions[i] = BAD[i].position(count);
    }
    return new StationMessages(station, portfolio.open(station), badPositions);
  }

  /** How many each device of the portfolio sends. */
  static int badMessages(Portfolio portfolio) {
    return portfolio.sendsBadMessages() ? BAD.length : 0;
  }

  String station() {
    return station;
  }

  boolean hasNext() {
    return isBadNext() || readings.hasNext();
  }

  private boolean isBadNext() {
    return badTaken < badPositions.length && badPositions[badTaken] <= readingsTaken;
  }

  /** The body of the next message. */
  byte[] next() throws IOException {
    if (isBadNext()) {
      BadMessage bad = BAD[badTaken];
      skipBad();
      return bad.body(station);
    }
    return json.write(nextReading());
  }

  /** Passes over the next message. */
  void skip() {
    if (isBadNext()) {
      skipBad();
    } else {
      nextReading();
    }
  }

  private void skipBad() {
    badTaken++;
    number++;
  }

  private Reading nextReading() {
    Reading reading = readings.next();
    readingsTaken++;
    number++;
    times.add(reading.dateUtc());
    return reading;
  }

  /** Of the message that was taken last. */
  long number() {
    return number;
  }

  int badTaken() {
    return badTaken;
  }

  /** How many different times the readings taken so far are of. */
  long distinctTimes() {
    return times.count();
  }

  @Override
  public void close() {
    readings.close();
  }
}
