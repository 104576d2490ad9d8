package io.alluvium.demo.fleet;

import java.util.List;

/**
 * Buildings, the weather stations that serve them, and what the stations observed. The same
 * portfolio always gives the same, in the same order. Its text names it in one line.
 */
public interface Portfolio {
  /** Names such as {@code weather12}, in the order in which they take turns. */
  List<String> stations();

  /** Building names are unique; the station of each is one of {@link #stations()}. */
  List<Building> buildings();

  /** One for each usage that a building has. */
  List<ComfortPolicy> policies();

  /** How many readings a station has, repeats included. */
  long readings(String station);

  /** A station's readings, one after the other, as it observed them. */
  Readings open(String station);

  /** Whether the devices also send messages that nobody can read. */
  boolean sendsBadMessages();
}
