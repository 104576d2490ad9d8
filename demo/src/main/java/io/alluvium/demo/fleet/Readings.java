package io.alluvium.demo.fleet;

import java.util.Iterator;

/**
 * Readings that are read as they are asked for.
 *
 * <p>What cannot be read further throws a {@link PortfolioException}.
 */
public interface Readings extends Iterator<Reading>, AutoCloseable {
  @Override
  void close();
}
