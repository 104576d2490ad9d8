package io.alluvium.benchmarks.worker;

import java.util.List;

/**
 * One side of a comparison.
 *
 * @param name as it is printed
 * @param engine the class of its {@link Engine}
 * @param classPath of its process
 * @param settings how it is tuned, as it is printed
 */
public record Side(
    String name, String engine, String classPath, List<String> javaOptions, String settings) {

  public Side renamed(String newName) {
    return new Side(newName, engine, classPath, javaOptions, settings);
  }
}
