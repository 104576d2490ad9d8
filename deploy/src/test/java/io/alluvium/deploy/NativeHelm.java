package io.alluvium.deploy;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.Locale;

/** Helm as a library, which is in the build for Linux on x86-64 only. */
final class NativeHelm {
  private NativeHelm() {}

  static void require() {
    String machine = System.getProperty("os.name") + " " + System.getProperty("os.arch");
    boolean isThere = machine.toLowerCase(Locale.ROOT).matches("linux (amd64|x86_64)");
    if (!isThere) {
      System.out.println("Skipped: the build has Helm for Linux on x86-64, and this is " + machine);
    }
    assumeThat(isThere).isTrue();
  }
}
