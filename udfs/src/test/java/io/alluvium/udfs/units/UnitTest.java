package io.alluvium.udfs.units;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnitTest {
  @ParameterizedTest
  @CsvSource({
    "-40, degC, degF, -40",
    "0, K, degC, -273.15",
    "32, degF, K, 273.15",
    "100, km/h, mi/h, 62.137119223733395",
    "1, kn, km/h, 1.852",
    "29.92, inHg, hPa, 1013.2075888",
    "1, psi, kPa, 6.894757293168361",
    "760, mmHg, Pa, 101325.0144354",
    "1, mi, km, 1.609344",
    "12, in, ft, 1",
    "1, ha, m2, 10000",
    "1, gal, L, 3.785411784",
    "1, ft3, gal, 7.480519480519481",
    "1, lb, g, 453.59237",
    "1, kWh, Btu, 3412.1416331279417",
    "1, hp, W, 745.6998715822702"
  })
  void agreesWithTheTables(double value, String from, String to, double expected) {
    double converted = Unit.find(from).orElseThrow().convert(value, Unit.find(to).orElseThrow());
    assertThat(converted).isCloseTo(expected, within(1e-9 * Math.max(1, Math.abs(expected))));
  }

  @Test
  void thereAndBackIsTheSame() {
    for (Unit from : Unit.values()) {
      for (Unit to : Unit.values()) {
        if (from.quantity() == to.quantity()) {
          assertThat(to.convert(from.convert(21.5, to), from)).isCloseTo(21.5, within(1e-9));
        }
      }
    }
  }
}
