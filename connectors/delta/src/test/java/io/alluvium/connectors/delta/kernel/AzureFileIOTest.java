package io.alluvium.connectors.delta.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alluvium.connectors.delta.lint.WithoutLint;
import io.delta.kernel.defaults.engine.fileio.SeekableInputStream;
import io.delta.kernel.internal.util.Utils;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FilterFileSystem;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a local folder that renames as the driver does; interop/azure has the driver itself. */
@WithoutLint("the entries hold no actions")
class AzureFileIOTest {
  @TempDir Path folder;

  private final RefusingFiles store = new RefusingFiles();
  private final AzureFileIO files = new AzureFileIO(() -> store);

  @BeforeEach
  void open() throws IOException {
    store.initialize(URI.create("file:///"), new Configuration());
  }

  @Test
  void aNameIsGivenOnce() throws Exception {
    write(1, "first");

    assertThatThrownBy(() -> write(1, "second")).isInstanceOf(FileAlreadyExistsException.class);

    assertThat(Files.readString(entry(1))).isEqualTo("first\n");
    assertNothingTemporary();
  }

  /** The store has done it, and the answer was lost: asked again, it finds the name taken. */
  @Test
  void anOwnEntryIsKnownAgain() throws Exception {
    store.loseAnswers = true;
    write(1, "mine");
    assertThat(Files.readString(entry(1))).isEqualTo("mine\n");

    store.breakAfterwards = true;
    write(2, "mine too");
    assertThat(Files.readString(entry(2))).isEqualTo("mine too\n");
  }

  @Test
  void whatIsAbandonedNeverAppears() throws Exception {
    var stream = files.newOutputFile(entry(1).toString()).create(true);
    stream.write(1);
    ((CompleteFiles.Abandonable) stream).abandon();

    assertThat(entry(1)).doesNotExist();
    assertNothingTemporary();
  }

  @Test
  void whatWasJustWrittenIsNotReadFromTheStoreUntilTheLogIsLookedAt() throws Exception {
    write(1, "abc");
    store.opened.clear();

    try (SeekableInputStream in = files.newInputFile(entry(1).toString(), 4).newStream()) {
      in.seek(1);
      byte[] read = new byte[2];
      in.readFully(read, 0, 2);
      assertThat(new String(read, StandardCharsets.UTF_8)).isEqualTo("bc");
      assertThat(in.read()).isEqualTo('\n');
      assertThat(in.read()).isEqualTo(-1);
    }
    assertThat(store.opened).isEmpty();

    Files.writeString(entry(1), "of another table\n");
    files.listFrom(entry(0).toString()).close();
    try (SeekableInputStream in = files.newInputFile(entry(1).toString(), 17).newStream()) {
      assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8))
          .isEqualTo("of another table\n");
    }
  }

  @Test
  void commitsAreFoundWithoutListingWhileTheyAreFew() throws Exception {
    ProbedLog log = new ProbedLog(files);
    write(7, "seven");
    write(8, "eight");
    store.listings = 0;

    assertThat(log.listFrom(entry(7).toString()).toInMemoryList())
        .extracting(file -> file.getPath().substring(file.getPath().length() - 6))
        .containsExactly("7.json", "8.json");
    assertThat(store.listings).isZero();

    for (int poll = 0; poll < 60; poll++) {
      assertThat(log.listFrom(entry(9).toString()).toInMemoryList()).isEmpty();
    }
    assertThat(store.listings).isOne();
    write(9, "nine");
    assertThat(log.listFrom(entry(9).toString()).toInMemoryList()).hasSize(1);
    assertThat(store.listings).isOne();
  }

  @Test
  void aLogThatIsNotThereIsMissing() {
    assertThatThrownBy(() -> files.listFrom(folder + "/none/_delta_log/0"))
        .isInstanceOf(FileNotFoundException.class);
  }

  private Path entry(int version) {
    return folder.resolve("_delta_log").resolve(String.format("%020d.json", version));
  }

  private void write(int version, String line) throws IOException {
    files
        .newOutputFile(entry(version).toString())
        .writeAtomically(Utils.toCloseableIterator(List.of(line).iterator()), false);
  }

  private void assertNothingTemporary() throws IOException {
    try (Stream<Path> found = Files.list(folder.resolve("_delta_log"))) {
      assertThat(found).noneMatch(file -> file.toString().endsWith(".tmp"));
    }
  }

  private static final class RefusingFiles extends FilterFileSystem {
    private final List<String> opened = new ArrayList<>();
    private boolean loseAnswers;
    private boolean breakAfterwards;
    private int listings;

    RefusingFiles() {
      super(new RawLocalFileSystem());
    }

    @Override
    public boolean rename(org.apache.hadoop.fs.Path from, org.apache.hadoop.fs.Path to)
        throws IOException {
      if (exists(to)) {
        return false;
      }
      boolean done = super.rename(from, to);
      if (breakAfterwards) {
        throw new IOException("the connection broke");
      }
      return done && !loseAnswers;
    }

    @Override
    public org.apache.hadoop.fs.FSDataInputStream open(org.apache.hadoop.fs.Path file, int buffer)
        throws IOException {
      opened.add(file.getName());
      return super.open(file, buffer);
    }

    @Override
    public org.apache.hadoop.fs.FileStatus[] listStatus(org.apache.hadoop.fs.Path path)
        throws IOException {
      listings++;
      return super.listStatus(path);
    }
  }
}
