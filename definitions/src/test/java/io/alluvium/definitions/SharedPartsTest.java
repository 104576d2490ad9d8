package io.alluvium.definitions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SharedPartsTest {
  @Test
  void whatIsSharedBecomesPartOfTheSchema() {
    JsonNode schema = SharedParts.read(SharedPartsTest.class, "text.schema.json");

    assertThat(schema.at("/properties/words/items/$ref").asText()).isEqualTo("#/$defs/word");
    assertThat(schema.at("/properties/first/$ref").asText()).isEqualTo("#/$defs/word");
    assertThat(schema.at("/properties/size/$ref").asText()).isEqualTo("#/$defs/size");
    assertThat(schema.at("/$defs/word/items/$ref").asText()).isEqualTo("#/$defs/letter");
    assertThat(schema.at("/$defs/letter/maxLength").asInt()).isEqualTo(1);
    assertThat(schema.at("/$defs/size/type").asText()).isEqualTo("integer");
  }

  @Test
  void definitionsAreCheckedByWhatIsShared() {
    DefinitionSchema schema = DefinitionSchema.resource(SharedPartsTest.class, "text.schema.json");
    Definition.parse("text.yaml", "words: [[a, b], [c]]\nsize: 2\n", schema, Map.of());

    assertThatThrownBy(
            () -> Definition.parse("text.yaml", "size: 1\nwords: [[a, bc]]\n", schema, Map.of()))
        .isInstanceOf(DefinitionException.class)
        .hasMessageContaining("text.yaml, line 2: words[0][1]");
  }

  @Test
  void aReferenceThatLeadsNowhereIsRefused() {
    assertThatThrownBy(() -> SharedParts.read(SharedPartsTest.class, "astray.schema.json"))
        .hasMessageContaining("words.schema.json#/$defs/verb");
  }
}
