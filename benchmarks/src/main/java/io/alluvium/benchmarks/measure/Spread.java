package io.alluvium.benchmarks.measure;

import java.util.List;

/** The median of repeated measurements with the least and the greatest. */
public record Spread(double median, double least, double greatest) {

  /**
   * @param values at least one
   */
  public static Spread of(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    double median =
        sorted.size() % 2 == 1
            ? sorted.get(middle)
            : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    return new Spread(median, sorted.get(0), sorted.get(sorted.size() - 1));
  }
}
