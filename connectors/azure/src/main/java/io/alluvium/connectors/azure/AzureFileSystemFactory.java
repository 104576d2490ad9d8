package io.alluvium.connectors.azure;

import java.io.IOException;
import java.net.URI;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.FileSystemFactory;
import org.apache.flink.runtime.fs.hdfs.HadoopFileSystem;

/**
 * Flink's file system on Azure Data Lake Storage, by Hadoop's ABFS driver. Flink finds it on the
 * class path of its own ({@code lib/}), not as a plugin: the Delta connector commits through the
 * same driver, and must see its classes.
 *
 * <p>What Flink's configuration says under {@code fs.azure.} is the driver's; see {@link
 * HadoopSettings}. Fails with an {@link AzureStorageException} where the settings cannot work.
 */
public abstract class AzureFileSystemFactory implements FileSystemFactory {
  private HadoopSettings settings = new HadoopSettings(new Configuration());

  @Override
  public final void configure(Configuration configuration) {
    settings = new HadoopSettings(configuration);
  }

  @Override
  public final FileSystem create(URI uri) throws IOException {
    ContainerName.check(uri);
    org.apache.hadoop.conf.Configuration hadoop = settings.hadoop();
    try {
      // Not Hadoop's cache of file systems, which would keep the settings of the first caller.
      return new HadoopFileSystem(org.apache.hadoop.fs.FileSystem.newInstance(uri, hadoop));
    } catch (IOException e) {
      throw new AzureStorageException(
          "Azure storage at "
              + uri.getAuthority()
              + " cannot be set up: "
              + firstLine(e)
              + ". Say in Flink's configuration under fs.azure. how to sign in, as"
              + " docs/azure-storage.md shows.",
          e);
    }
  }

  private static String firstLine(IOException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("").replaceAll("\\.$", "");
  }
}
