package io.alluvium.cli;

import picocli.CommandLine.IVersionProvider;

/** The version that the jar's manifest says. */
final class BuildVersion implements IVersionProvider {
  @Override
  public String[] getVersion() {
    String version = Alluvium.class.getPackage().getImplementationVersion();
    return new String[] {"alluvium " + (version == null ? "(not packaged)" : version)};
  }
}
