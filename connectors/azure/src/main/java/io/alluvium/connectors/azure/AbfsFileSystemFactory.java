package io.alluvium.connectors.azure;

/** Azure storage under {@code abfs:}, for emulators and endpoints without encryption. */
public final class AbfsFileSystemFactory extends AzureFileSystemFactory {
  @Override
  public String getScheme() {
    return "abfs";
  }
}
