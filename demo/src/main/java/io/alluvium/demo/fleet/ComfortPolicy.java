package io.alluvium.demo.fleet;

/**
 * When people are comfortable in buildings of a usage.
 *
 * @param baseTemperature in degrees Celsius, below which degree days of heating count and above
 *     which those of cooling do
 * @param comfortLow in degrees Celsius, inside
 * @param comfortHigh in degrees Celsius, inside
 */
public record ComfortPolicy(
    String primaryUsage, double baseTemperature, double comfortLow, double comfortHigh) {

  /** The policy that a usage has before anybody changes it. */
  static ComfortPolicy initial(String primaryUsage) {
    return switch (primaryUsage) {
      case "Dormitory" -> new ComfortPolicy(primaryUsage, 18, 19, 25);
      case "College Laboratory" -> new ComfortPolicy(primaryUsage, 18, 20, 23);
      default -> new ComfortPolicy(primaryUsage, 18, 20, 24);
    };
  }
}
