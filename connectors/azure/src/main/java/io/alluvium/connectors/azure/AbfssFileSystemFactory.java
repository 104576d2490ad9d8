package io.alluvium.connectors.azure;

/** Azure storage under {@code abfss:}. */
public final class AbfssFileSystemFactory extends AzureFileSystemFactory {
  @Override
  public String getScheme() {
    return "abfss";
  }
}
