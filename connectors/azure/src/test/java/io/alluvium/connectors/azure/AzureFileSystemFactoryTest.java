package io.alluvium.connectors.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.runtime.fs.hdfs.HadoopFileSystem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AzureFileSystemFactoryTest {
  private static final URI LAKE = URI.create("abfss://lake@account.dfs.core.windows.net/bronze");

  @AfterEach
  void forget() {
    FileSystem.initialize(new Configuration(), null);
  }

  /** The fallback of Flink would not know the settings, and would have to be allowed first. */
  @Test
  void flinkFindsItAndGivesItTheSettings() throws Exception {
    Configuration flink = new Configuration();
    flink.setString("fs.azure.account.key.account.dfs.core.windows.net", "c2VjcmV0");
    flink.setString("fs.azure.account.hns.enabled", "true");
    FileSystem.initialize(flink, null);

    FileSystem files = FileSystem.getUnguardedFileSystem(LAKE);

    assertThat(files).isInstanceOf(HadoopFileSystem.class);
    org.apache.hadoop.fs.FileSystem driver = ((HadoopFileSystem) files).getHadoopFileSystem();
    assertThat(driver.getClass().getSimpleName()).isEqualTo("SecureAzureBlobFileSystem");
    assertThat(driver.getConf().get("fs.azure.account.hns.enabled")).isEqualTo("true");
    assertThat(driver.toString()).doesNotContain("c2VjcmV0");
  }

  @Test
  void aUriWithoutAContainerIsRefused() {
    FileSystem.initialize(new Configuration(), null);
    assertThatThrownBy(
            () ->
                FileSystem.getUnguardedFileSystem(
                    URI.create("abfss://account.dfs.core.windows.net/bronze")))
        .isInstanceOf(AzureStorageException.class)
        .hasMessage(
            "'abfss://account.dfs.core.windows.net/bronze' names no container of a storage account."
                + " Write abfss://CONTAINER@ACCOUNT.dfs.core.windows.net/FOLDER.");
  }
}
