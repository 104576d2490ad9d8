package io.alluvium.connectors.delta.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.connectors.delta.DeltaConnectorOptions;
import io.alluvium.connectors.delta.catalog.DeltaCatalogOptions;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.DescribedEnum;
import org.apache.flink.configuration.description.Description;
import org.apache.flink.configuration.description.HtmlFormatter;
import org.apache.flink.util.TimeUtils;
import org.junit.jupiter.api.Test;

/**
 * Holds the reference of the options current. With {@code -Dalluvium.docs.update=true} it writes
 * the page.
 */
class OptionsReferenceTest {
  private static final String PAGE = "docs/connectors/delta-options.md";

  @Test
  void isWhatTheOptionsSay() throws Exception {
    String expected =
        """
        # Options of the Delta connector

        Generated from the options' definitions: change them there, and run the test
        `OptionsReferenceTest` with `-Dalluvium.docs.update=true`.

        ## Tables

        Options of a table (`'connector' = 'delta'`, which the catalog sets by itself). They are given
        in `CREATE TABLE`, `ALTER TABLE … SET`, or for one statement with a hint,
        `/*+ OPTIONS('key' = 'value') */`. Beside them a table takes Delta's own properties
        (`delta.…`) and any that begin with `alluvium.`.

        """
            + table(DeltaConnectorOptions.class)
            + """

            ## Catalogs

            Options of `CREATE CATALOG … WITH ('type' = 'delta', …)`.

            """
            + table(DeltaCatalogOptions.class);
    Document page = Document.read(PAGE);
    if (Document.UPDATE) {
      page.write(expected);
    } else {
      assertThat(page.text()).isEqualTo(expected);
    }
  }

  @Test
  void everyOptionIsDescribed() throws Exception {
    for (Class<?> type : List.of(DeltaConnectorOptions.class, DeltaCatalogOptions.class)) {
      assertThat(options(type))
          .isNotEmpty()
          .allSatisfy(
              option -> assertThat(text(option.description())).as(option.key()).isNotBlank());
    }
  }

  private static String table(Class<?> type) throws Exception {
    return "| option | type | default | meaning |\n|---|---|---|---|\n"
        + options(type).stream()
            .sorted(Comparator.comparing(ConfigOption::key))
            .map(OptionsReferenceTest::row)
            .collect(Collectors.joining());
  }

  private static List<ConfigOption<?>> options(Class<?> type) throws Exception {
    List<ConfigOption<?>> options = new ArrayList<>();
    for (Field field : type.getFields()) {
      if (Modifier.isStatic(field.getModifiers())
          && ConfigOption.class.isAssignableFrom(field.getType())) {
        options.add((ConfigOption<?>) field.get(null));
      }
    }
    return options;
  }

  private static String row(ConfigOption<?> option) {
    return String.format(
        "| `%s` | %s | %s | %s |\n",
        option.key(),
        typeOf(option),
        defaultOf(option),
        text(option.description()).replace("|", "\\|") + values(option));
  }

  private static Class<?> valueClass(ConfigOption<?> option) {
    try {
      var getter = ConfigOption.class.getDeclaredMethod("getClazz");
      getter.setAccessible(true);
      return (Class<?>) getter.invoke(option);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  private static String typeOf(ConfigOption<?> option) {
    return valueClass(option).isEnum() ? "enum" : valueClass(option).getSimpleName();
  }

  private static String defaultOf(ConfigOption<?> option) {
    if (!option.hasDefaultValue()) {
      return "";
    }
    Object value = option.defaultValue();
    return "`"
        + (value instanceof Duration time ? TimeUtils.formatWithHighestUnit(time) : value)
        + "`";
  }

  private static String values(ConfigOption<?> option) {
    return valueClass(option).isEnum()
        ? Arrays.stream(valueClass(option).getEnumConstants())
            .map(value -> "<br>`" + value + "`" + meaning(value))
            .collect(Collectors.joining())
        : "";
  }

  private static String meaning(Object value) {
    return value instanceof DescribedEnum described
        ? ": " + text(Description.builder().text("%s", described.getDescription()).build())
        : "";
  }

  private static String text(Description description) {
    return new HtmlFormatter().format(description).replace("<wbr>", "");
  }
}
