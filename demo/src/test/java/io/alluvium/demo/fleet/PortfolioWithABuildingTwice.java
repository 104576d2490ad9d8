package io.alluvium.demo.fleet;

import java.util.ArrayList;
import java.util.List;

/** A portfolio that cannot be loaded: the database notices only at the last table. */
record PortfolioWithABuildingTwice(Portfolio portfolio) implements Portfolio {
  @Override
  public List<Building> buildings() {
    List<Building> buildings = new ArrayList<>(portfolio.buildings());
    buildings.add(buildings.get(0));
    return buildings;
  }

  @Override
  public List<String> stations() {
    return portfolio.stations();
  }

  @Override
  public List<ComfortPolicy> policies() {
    return portfolio.policies();
  }

  @Override
  public long readings(String station) {
    return portfolio.readings(station);
  }

  @Override
  public Readings open(String station) {
    return portfolio.open(station);
  }

  @Override
  public boolean sendsBadMessages() {
    return portfolio.sendsBadMessages();
  }
}
