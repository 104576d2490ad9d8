package io.alluvium.connectors.delta;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * State as a release wrote it, kept as {@code <name>.v<version>.bin}: whatever becomes of the code,
 * a savepoint of that release must stay readable.
 */
public final class StateFixture {
  private static final String WRITE = "alluvium.fixtures.write";
  private static final Path FOLDER = Path.of("src/test/resources/state");

  private StateFixture() {}

  /**
   * Requires that a serializer reads what every version of it wrote, from the first that is kept
   * on, and that it still writes its own version to the byte.
   *
   * @param name of the fixture
   * @param state an example with all that there is
   * @param first the oldest version that a release wrote
   */
  public static <T> void holds(
      String name, SimpleVersionedSerializer<T> serializer, T state, int first) throws IOException {
    int version = serializer.getVersion();
    if (Boolean.getBoolean(WRITE) && !Files.exists(file(name, version))) {
      Files.createDirectories(FOLDER);
      Files.write(file(name, version), serializer.serialize(state));
    }
    for (int former = first; former <= version; former++) {
      assertThat(serializer.deserialize(former, bytes(name, former)))
          .as("%s as version %s wrote it", name, former)
          .isEqualTo(state);
    }
    assertThat(serializer.serialize(state))
        .as(
            "%s is written otherwise than version %s wrote it: give it a version of its own, and"
                + " make its fixture with -D%s=true",
            name, version, WRITE)
        .isEqualTo(bytes(name, version));
  }

  private static Path file(String name, int version) {
    return FOLDER.resolve(name + ".v" + version + ".bin");
  }

  private static byte[] bytes(String name, int version) throws IOException {
    String resource = "/state/" + name + ".v" + version + ".bin";
    try (InputStream in = StateFixture.class.getResourceAsStream(resource)) {
      if (in != null) {
        return in.readAllBytes();
      }
    }
    Path written = file(name, version);
    assertThat(written).as("the fixture is missing; make it with -D" + WRITE + "=true").exists();
    return Files.readAllBytes(written);
  }
}
