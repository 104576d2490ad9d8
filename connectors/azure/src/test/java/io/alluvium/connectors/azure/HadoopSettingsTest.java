package io.alluvium.connectors.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HadoopSettingsTest {
  private static final String KEY = "fs.azure.account.key.lake.dfs.core.windows.net";

  @TempDir Path folder;

  @Test
  void flinksSettingsReachHadoop() throws Exception {
    Configuration flink = new Configuration();
    flink.setString("fs.azure.account.auth.type", "OAuth");
    flink.setString("flink.hadoop.fs.azure.io.retry.max.retries", "7");
    flink.setString("fs.azure.write.enableappendwithflush", "false");

    var hadoop = new HadoopSettings(flink).hadoop();

    assertThat(hadoop.get("fs.azure.account.auth.type")).isEqualTo("OAuth");
    assertThat(hadoop.get("fs.azure.io.retry.max.retries")).isEqualTo("7");
    assertThat(hadoop.get("fs.azure.write.enableappendwithflush")).isEqualTo("false");
    assertThat(hadoop.get("fs.azure.read.smallfilescompletely")).isEqualTo("true");
  }

  @Test
  void aSecretComesFromAFileOrTheEnvironment() throws Exception {
    Path file = Files.writeString(folder.resolve("key"), "c2VjcmV0\n");
    Configuration flink = new Configuration();
    flink.setString(KEY, "${file:" + file + "}");
    flink.setString("fs.azure.account.oauth2.client.id", "${env.PATH}");

    var hadoop = new HadoopSettings(flink).hadoop();

    assertThat(hadoop.getPassword(KEY)).isEqualTo("c2VjcmV0".toCharArray());
    assertThat(hadoop.get("fs.azure.account.oauth2.client.id")).isEqualTo(System.getenv("PATH"));
    assertThat(flink + hadoop.toString()).doesNotContain("c2VjcmV0");
  }

  @Test
  void aSecretThatIsNotThereIsNamed() {
    Configuration flink = new Configuration();
    flink.setString(KEY, "${file:" + folder.resolve("absent") + "}");
    assertThatThrownBy(() -> new HadoopSettings(flink).hadoop())
        .isInstanceOf(AzureStorageException.class)
        .hasMessage(
            "%s: the file %s cannot be read (NoSuchFileException). Put the value there, on every"
                + " machine of Flink, or change the setting.",
            KEY, folder.resolve("absent"));

    flink.setString(KEY, "${env.NO_SUCH_VARIABLE}");
    assertThatThrownBy(() -> new HadoopSettings(flink).hadoop())
        .isInstanceOf(AzureStorageException.class)
        .hasMessageStartingWith(KEY + ": the variable NO_SUCH_VARIABLE is not in the environment.");
  }
}
