package io.alluvium.cli.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class PlaceholdersTest {
  @Test
  void valuesStandInLiterals() {
    assertThat(
            Placeholders.fill(
                "WITH ('path' = '${lake}') -- ${other}", Map.of("lake", "file:/it's $1 \\here")))
        .isEqualTo("WITH ('path' = 'file:/it''s $1 \\here') -- ${other}");
  }
}
