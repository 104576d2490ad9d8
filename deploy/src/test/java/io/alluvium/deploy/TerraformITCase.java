package io.alluvium.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Terraform reads and formats the files of deploy/azure; it applies nothing. */
class TerraformITCase {
  private static final Path AZURE = Path.of("azure");

  @TempDir private Path folder;

  @Test
  void filesAreFormatted() throws Exception {
    assertThat(format(AZURE)).isEmpty();
  }

  @Test
  void aFileThatDoesNotParseIsFound() throws Exception {
    Files.writeString(folder.resolve("broken.tf"), "resource \"a\" {\n");
    assertThat(format(folder)).isNotEmpty();
    Files.writeString(folder.resolve("broken.tf"), "locals {\n a   = 1\n}\n");
    assertThat(format(folder)).contains("broken.tf");
  }

  @Test
  void noSecretIsInThem() throws IOException {
    Pattern secret =
        Pattern.compile("(?i)(password|secret|key|connection_string)\\s*=\\s*\"[^$\"]{8,}\"");
    for (Path file : files()) {
      assertThat(secret.matcher(Files.readString(file)).results()).as(file.toString()).isEmpty();
    }
  }

  /** What is refused where it is offered: access by key, old TLS, access from anywhere. */
  @Test
  void onlyTlsAndIdentitiesAreAllowed() throws IOException {
    StringBuilder all = new StringBuilder();
    for (Path file : files()) {
      all.append(Files.readString(file));
    }
    assertThat(all.toString().replaceAll(" +", " "))
        .contains("https_traffic_only_enabled = true")
        .contains("min_tls_version = \"TLS1_2\"")
        .contains("shared_access_key_enabled = false")
        .contains("non_ssl_port_enabled = false")
        .contains("local_authentication_enabled = false")
        .contains("rbac_authorization_enabled = true")
        .contains("local_account_disabled = true")
        .doesNotContain("[\"0.0.0.0/0\"]")
        .doesNotContain("\"Owner\"")
        .doesNotContain("\"Contributor\"");
  }

  private String format(Path directory) throws Exception {
    Optional<Path> terraform =
        Stream.of(System.getenv("PATH").split(File.pathSeparator))
            .map(entry -> Path.of(entry, "terraform"))
            .filter(Files::isExecutable)
            .findFirst();
    if (terraform.isEmpty()) {
      System.out.println("Skipped: there is no terraform on the PATH to check deploy/azure with.");
    }
    assumeThat(terraform).isPresent();
    Path output = folder.resolve("output");
    ProcessBuilder builder =
        new ProcessBuilder(
            terraform.orElseThrow().toString(),
            "fmt",
            "-check",
            "-recursive",
            "-no-color",
            directory.toString());
    // No settings of the user's, and nothing asked of the network.
    builder.environment().put("CHECKPOINT_DISABLE", "1");
    builder.environment().remove("TF_CLI_CONFIG_FILE");
    builder.redirectOutput(output.toFile()).redirectError(folder.resolve("errors").toFile());
    int code = builder.start().waitFor();
    String said = Files.readString(output, StandardCharsets.UTF_8);
    return code == 0 ? "" : "exit code " + code + ": " + said;
  }

  private static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.walk(AZURE)) {
      return files.filter(file -> file.toString().endsWith(".tf")).toList();
    }
  }
}
