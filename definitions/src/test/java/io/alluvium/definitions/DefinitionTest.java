package io.alluvium.definitions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DefinitionTest {
  private static final DefinitionSchema SCHEMA =
      DefinitionSchema.resource(DefinitionTest.class, "shop.schema.json");
  private static final Map<String, String> ENVIRONMENT =
      Map.of("SHOP_PORT", "6000", "SHOP_PASSWORD", "s3cret: x", "EMPTY", "");

  @TempDir Path folder;

  private static DefinitionValue parse(String... lines) {
    return Definition.parse("shop.yaml", String.join("\n", lines), SCHEMA, ENVIRONMENT).root();
  }

  @Test
  void givesValuesOfEveryKind() {
    DefinitionValue root =
        parse(
            "name: Corner",
            "source:",
            "  hostname: 127.0.0.1",
            "  port: ${SHOP_PORT}",
            "  password: ${SHOP_PASSWORD}",
            "  timeout: 10 s",
            "goods: [{label: a}, {label: b}]");

    DefinitionValue source = root.required("source");
    assertThat(root.required("name").text()).isEqualTo("Corner");
    assertThat(source.required("port").integer()).isEqualTo(6000);
    assertThat(source.required("password").secret().reveal()).isEqualTo("s3cret: x");
    assertThat(source.required("password").secret()).hasToString("******");
    assertThat(source.required("timeout").duration()).isEqualTo(Duration.ofSeconds(10));
    assertThat(source.get("kind")).isEmpty();
    assertThat(root.required("goods").items())
        .extracting(item -> item.required("label").text())
        .containsExactly("a", "b");
    assertThat(source.fields().keySet()).containsExactly("hostname", "port", "password", "timeout");
  }

  @Test
  void givesPlainValuesAndTheirPlaces() {
    DefinitionValue root =
        parse("name: n", "source:", "  hostname: h", "  port: 7", "goods: [{label: a}]");

    assertThat(root.plain())
        .isEqualTo(
            Map.of(
                "name", "n",
                "source", Map.of("hostname", "h", "port", 7L),
                "goods", List.of(Map.of("label", "a"))));
    assertThat(root.required("source").required("port").place()).isEqualTo("shop.yaml, line 4");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ${EMPTY:-x} y | x y
          $${NAME}      | ${NAME}
          a $ b {c}     | a $ b {c}
          '"007"'       | 007
          """)
  void expandsVariables(String written, String meant) {
    assertThat(parse("name: " + written, "source: {hostname: h}").required("name").text())
        .isEqualTo(meant);
  }

  @Test
  void aVariableThatIsEmptyLeavesTheFieldAbsent() {
    assertThat(parse("name: n", "source: {hostname: h}", "goods: ${ABSENT:-}").get("goods"))
        .isEmpty();
  }

  @Test
  void whatIsExpandedIsNotExpandedAgainAndAFileIsSeenFromTheDefinition() throws Exception {
    Files.writeString(folder.resolve("password.txt"), "${NAME}\n");
    Path file = folder.resolve("shop.yaml");
    Files.writeString(file, "name: n\nsource:\n  hostname: h\n  password: ${file:password.txt}\n");

    Secret password =
        Definition.read(file, SCHEMA, Map.of())
            .root()
            .required("source")
            .required("password")
            .secret();

    assertThat(password.reveal()).isEqualTo("${NAME}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          source: {hostname: h}                | shop.yaml, line 1: field 'name' is missing: The shop's name.
          name: n;source: {hostnme: h}         | shop.yaml, line 2: source.hostnme: there is no such field; did you mean 'hostname'?
          name: n;source: {hostname: h, q: 1}  | shop.yaml, line 2: source.q: there is no such field; there are hostname, port, password, kind, timeout
          name: n;source:;  hostname: h;  port: x | shop.yaml, line 4: source.port: must be a whole number
          name: n;source:;  hostname: h;  kind: x | shop.yaml, line 4: source.kind: must be one of fresh, frozen
          name: n;name: m;source: {hostname: h}   | shop.yaml, line 2: field 'name' is there twice; remove one
          name: n;source: {hostname: '${NONE}'}   | shop.yaml, line 2: source.hostname: the environment variable NONE is not set; set it, or write ${NONE:-default}
          name: n;source: {hostname: '${file:/no/such}'} | shop.yaml, line 2: source.hostname: the file /no/such cannot be read as text; check that it is there
          name: n;source: {hostname: h};goods:;- {};- {label: 1} | shop.yaml, line 5: goods[1].label: must be a text (in quotes where it looks like something else)
          name: 'n;source                      | shop.yaml, line 2: not valid YAML: found unexpected end of stream
          """)
  void saysWhatIsWrongAndWhere(String yaml, String message) {
    assertThatThrownBy(() -> parse(yaml.split(";")))
        .isInstanceOf(DefinitionException.class)
        .hasMessage(message);
  }

  @Test
  void refusesAnEmptyFileAndAnAbsentOne() {
    assertThatThrownBy(() -> parse("# nothing")).hasMessage("shop.yaml: the file is empty");
    assertThatThrownBy(() -> Definition.read(folder.resolve("x.yaml"), SCHEMA, Map.of()))
        .isInstanceOf(DefinitionException.class)
        .hasMessageContaining("There is no file");
  }

  @Test
  void aSecretOfDigitsIsKeptAsItIs() {
    DefinitionValue source =
        Definition.parse(
                "shop.yaml",
                """
                name: n
                source:
                  hostname: h
                  port: ${PORT}
                  password: ${PASSWORD}
                """,
                SCHEMA,
                Map.of("PORT", "5433", "PASSWORD", "00712"))
            .root()
            .required("source");

    assertThat(source.required("password").secret().reveal()).isEqualTo("00712");
    assertThat(source.required("port").integer()).isEqualTo(5433);
  }

  @Test
  void refusesASecretThatStandsInTheFile() {
    DefinitionValue password =
        parse("name: n", "source:", "  hostname: h", "  password: s3cret")
            .required("source")
            .required("password");

    assertThatThrownBy(password::secret)
        .hasMessageStartingWith("shop.yaml, line 4: source.password: is a secret")
        .hasMessageNotContaining("s3cret");
  }

  @Test
  void aSecretOfTheWrongKindIsNotShown() {
    assertThatThrownBy(() -> parse("name: n", "source: {hostname: h, port: '${SHOP_PASSWORD}'}"))
        .hasMessageNotContaining("s3cret");
  }

  @Test
  void boundsWhatAliasesMultiply() {
    StringBuilder yaml = new StringBuilder("name: n\nsource: {hostname: h}\na0: &a0 [x, x]\n");
    for (int level = 1; level < 20; level++) {
      int below = level - 1;
      yaml.append("a%d: &a%d [*a%d, *a%d]%n".formatted(level, level, below, below));
    }
    assertThatThrownBy(() -> parse(yaml.toString())).hasMessageContaining("too many");
  }

  @Test
  void theReferenceNamesEveryField() {
    assertThat(SchemaReference.markdown(SCHEMA))
        .isEqualTo(
            """
            | field | type | default | meaning |
            |---|---|---|---|
            | `name` | string | required | The shop's name. |
            | `source` | object | required | Where goods come from. |
            | `source.hostname` | string | required | Host name of the server. |
            | `source.port` | integer | `5432` | Its port. |
            | `source.password` | string |  | A secret. |
            | `source.kind` | any | `fresh` | What is sold. One of `fresh`, `frozen`. |
            | `source.timeout` | string |  | How long to wait. |
            | `goods` | list of object |  | What there is. |
            | `goods[].label` | string |  | On the \\| box. |
            """);
  }
}
