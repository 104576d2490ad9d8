package io.alluvium.udfs.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PseudonymTest {
  private final Pseudonym function = new Pseudonym();

  /** RFC 4231, test case 6: a key longer than a block of the hash. */
  @Test
  void isHalfOfThePublishedDigest() throws Exception {
    byte[] key = new byte[131];
    java.util.Arrays.fill(key, (byte) 0xaa);
    function.open(key);
    assertThat(function.eval("Test Using Larger Than Block-Size Key - Hash Key First"))
        .isEqualTo("60e431591ee0b67f0d8a26aacbf5b77f");
    assertThat(function.eval(null)).isNull();
  }

  @Test
  void anotherKeyGivesOtherPseudonyms() throws Exception {
    function.open("0123456789abcdef".getBytes(StandardCharsets.UTF_8));
    String first = function.eval("ada");
    assertThat(function.eval("ada")).isEqualTo(first);
    function.open("0123456789abcdeg".getBytes(StandardCharsets.UTF_8));
    assertThat(function.eval("ada")).isNotEqualTo(first);
  }

  @Test
  void takesTheKeyFromTheEnvironmentOrAFile(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("key"), "0123456789abcdef\n");
    assertThat(PseudonymKey.of(Map.of(PseudonymKey.FILE_VARIABLE, file.toString())))
        .asString(StandardCharsets.UTF_8)
        .isEqualTo("0123456789abcdef");
    assertThatThrownBy(() -> PseudonymKey.of(Map.of(PseudonymKey.VARIABLE, "geheim")))
        .hasMessageContaining("has 6 bytes; it needs 16")
        .hasMessageNotContaining("geheim");
    assertThatThrownBy(() -> PseudonymKey.of(Map.of(PseudonymKey.FILE_VARIABLE, "/nowhere/key")))
        .hasMessageContaining("/nowhere/key");
  }
}
