package io.alluvium.local;

import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import io.zonky.test.db.postgres.embedded.PgBinaryResolver;
import java.io.IOException;
import java.io.InputStream;

/**
 * The binaries that come with the library. Each server has a resolver of its own: by the resolver
 * the library remembers where it has unpacked them, and would use those of another server's
 * directory.
 */
final class OwnPostgresBinaries implements PgBinaryResolver {
  @Override
  public InputStream getPgBinary(String system, String machineHardware) throws IOException {
    return DefaultPostgresBinaryResolver.INSTANCE.getPgBinary(system, machineHardware);
  }
}
