package io.alluvium.udfs.units;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Units of measurement. A value in a unit is {@code value * factor + offset} in the first unit of
 * its quantity. Factors are exact by definition where there is one (NIST SP 811, appendix B).
 */
enum Unit {
  KELVIN(Quantity.TEMPERATURE, 1, 0, "K", "kelvin"),
  CELSIUS(Quantity.TEMPERATURE, 1, 273.15, "degC", "C", "celsius"),
  FAHRENHEIT(Quantity.TEMPERATURE, 5.0 / 9, 459.67 * 5 / 9, "degF", "F", "fahrenheit"),

  METRE_PER_SECOND(Quantity.SPEED, 1, 0, "m/s"),
  KILOMETRE_PER_HOUR(Quantity.SPEED, 1 / 3.6, 0, "km/h"),
  MILE_PER_HOUR(Quantity.SPEED, 0.44704, 0, "mi/h", "mph"),
  KNOT(Quantity.SPEED, 1852.0 / 3600, 0, "kn", "knot"),

  PASCAL(Quantity.PRESSURE, 1, 0, "Pa"),
  HECTOPASCAL(Quantity.PRESSURE, 100, 0, "hPa", "mbar"),
  KILOPASCAL(Quantity.PRESSURE, 1000, 0, "kPa"),
  BAR(Quantity.PRESSURE, 100_000, 0, "bar"),
  POUND_PER_SQUARE_INCH(Quantity.PRESSURE, 6894.757293168361, 0, "psi"),
  INCH_OF_MERCURY(Quantity.PRESSURE, 3386.389, 0, "inHg"),
  MILLIMETRE_OF_MERCURY(Quantity.PRESSURE, 133.322387415, 0, "mmHg"),

  METRE(Quantity.LENGTH, 1, 0, "m"),
  MILLIMETRE(Quantity.LENGTH, 0.001, 0, "mm"),
  CENTIMETRE(Quantity.LENGTH, 0.01, 0, "cm"),
  KILOMETRE(Quantity.LENGTH, 1000, 0, "km"),
  INCH(Quantity.LENGTH, 0.0254, 0, "in"),
  FOOT(Quantity.LENGTH, 0.3048, 0, "ft"),
  MILE(Quantity.LENGTH, 1609.344, 0, "mi"),

  SQUARE_METRE(Quantity.AREA, 1, 0, "m2"),
  SQUARE_FOOT(Quantity.AREA, 0.3048 * 0.3048, 0, "ft2", "sqft"),
  HECTARE(Quantity.AREA, 10_000, 0, "ha"),

  CUBIC_METRE(Quantity.VOLUME, 1, 0, "m3"),
  LITRE(Quantity.VOLUME, 0.001, 0, "L", "l"),
  US_GALLON(Quantity.VOLUME, 0.003785411784, 0, "gal"),
  CUBIC_FOOT(Quantity.VOLUME, 0.3048 * 0.3048 * 0.3048, 0, "ft3"),

  KILOGRAM(Quantity.MASS, 1, 0, "kg"),
  GRAM(Quantity.MASS, 0.001, 0, "g"),
  TONNE(Quantity.MASS, 1000, 0, "t"),
  POUND(Quantity.MASS, 0.45359237, 0, "lb"),

  JOULE(Quantity.ENERGY, 1, 0, "J"),
  KILOJOULE(Quantity.ENERGY, 1000, 0, "kJ"),
  WATT_HOUR(Quantity.ENERGY, 3600, 0, "Wh"),
  KILOWATT_HOUR(Quantity.ENERGY, 3_600_000, 0, "kWh"),
  MEGAWATT_HOUR(Quantity.ENERGY, 3.6e9, 0, "MWh"),
  BRITISH_THERMAL_UNIT(Quantity.ENERGY, 1055.05585262, 0, "Btu"),

  WATT(Quantity.POWER, 1, 0, "W"),
  KILOWATT(Quantity.POWER, 1000, 0, "kW"),
  MEGAWATT(Quantity.POWER, 1e6, 0, "MW"),
  HORSEPOWER(Quantity.POWER, 745.6998715822702, 0, "hp");

  /** What is measured. */
  enum Quantity {
    TEMPERATURE,
    SPEED,
    PRESSURE,
    LENGTH,
    AREA,
    VOLUME,
    MASS,
    ENERGY,
    POWER
  }

  private static final Map<String, Unit> BY_SYMBOL = new HashMap<>();

  static {
    for (Unit unit : values()) {
      Arrays.stream(unit.symbols).forEach(symbol -> BY_SYMBOL.put(symbol, unit));
    }
  }

  private final Quantity quantity;
  private final double factor;
  private final double offset;
  private final String[] symbols;

  Unit(Quantity quantity, double factor, double offset, String... symbols) {
    this.quantity = quantity;
    this.factor = factor;
    this.offset = offset;
    this.symbols = symbols;
  }

  /** By a symbol; capitals count, for mW is not MW. */
  static Optional<Unit> find(String symbol) {
    return Optional.ofNullable(BY_SYMBOL.get(symbol));
  }

  Quantity quantity() {
    return quantity;
  }

  String symbol() {
    return symbols[0];
  }

  /** The value in another unit of the same quantity. */
  double convert(double value, Unit other) {
    if (this == other) {
      return value;
    }
    return (value * factor + (offset - other.offset)) / other.factor;
  }
}
