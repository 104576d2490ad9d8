package io.alluvium.connectors.delta.kernel;

import java.net.URI;
import java.util.Collection;
import java.util.Optional;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;
import org.apache.flink.core.fs.Path;

/** Where the files lie that a table's log names. */
@Internal
public final class TablePaths {
  private static final String RELATIVE = "u";
  private static final String ABSOLUTE = "p";

  /** A UUID in base 85. */
  private static final int ENCODED_NAME_LENGTH = 20;

  private final String tablePath;

  public TablePaths(String tablePath) {
    this.tablePath = tablePath.endsWith("/") ? tablePath : tablePath + "/";
  }

  /** A data file's URI, with the table's scheme where the log gives none. */
  public String absolute(DataFile file) {
    return isAbsolute(file.path()) ? file.path() : uriOf(tablePath) + file.path();
  }

  /** As {@link #absolute}, not encoded: what Flink, Hadoop and Kernel call a path. */
  String plain(DataFile file) {
    return new Path(URI.create(absolute(file))).toString();
  }

  /** The same file for a log that lies elsewhere. */
  public DataFile toAbsolute(DataFile file) {
    return new DataFile(
        absolute(file),
        file.size(),
        file.modificationTime(),
        file.partitionValues(),
        file.statistics(),
        toAbsolute(file.deletionVector()));
  }

  /**
   * A file of a table that lies in a folder of another one, for the log of that other.
   *
   * @param folder of characters that need no encoding
   */
  public static DataFile below(String folder, DataFile file) {
    return new DataFile(
        isAbsolute(file.path()) ? file.path() : folder + "/" + file.path(),
        file.size(),
        file.modificationTime(),
        file.partitionValues(),
        file.statistics(),
        below(folder, file.deletionVector()));
  }

  /** The name of a vector's file is made of what comes last; what comes before is a folder. */
  @Nullable
  private static DeletionVector below(String folder, @Nullable DeletionVector vector) {
    if (vector == null || !vector.storageType().equals(RELATIVE)) {
      return vector;
    }
    int nameStart = vector.pathOrInlineDv().length() - ENCODED_NAME_LENGTH;
    String within = nameStart == 0 ? "" : "/" + vector.pathOrInlineDv().substring(0, nameStart);
    return new DeletionVector(
        RELATIVE,
        folder + within + vector.pathOrInlineDv().substring(nameStart),
        vector.offset(),
        vector.sizeInBytes(),
        vector.cardinality());
  }

  @Nullable
  private DeletionVector toAbsolute(@Nullable DeletionVector vector) {
    if (vector == null || !vector.storageType().equals(RELATIVE)) {
      return vector;
    }
    return new DeletionVector(
        ABSOLUTE,
        vectorUri(vector).orElseThrow(),
        vector.offset(),
        vector.sizeInBytes(),
        vector.cardinality());
  }

  /** Without scheme and authority, decoded: what a listing of the folder shows. */
  public String pathOf(DataFile file) {
    return URI.create(absolute(file)).getPath();
  }

  /** As {@link #pathOf}, of the file that holds the data file's deletion vector, if one does. */
  public Optional<String> vectorPathOf(DataFile file) {
    return Optional.ofNullable(file.deletionVector())
        .flatMap(this::vectorUri)
        .map(uri -> URI.create(uri).getPath());
  }

  void addFiles(DataFile file, Collection<String> paths) {
    paths.add(pathOf(file));
    vectorPathOf(file).ifPresent(paths::add);
  }

  private Optional<String> vectorUri(DeletionVector vector) {
    if (vector.storageType().equals(ABSOLUTE)) {
      return Optional.of(
          isAbsolute(vector.pathOrInlineDv())
              ? vector.pathOrInlineDv()
              : uriOf(vector.pathOrInlineDv()));
    }
    return vector.storageType().equals(RELATIVE)
        ? Optional.of(uriOf(ActionRows.toDescriptor(vector).getAbsolutePath(plainTablePath())))
        : Optional.empty();
  }

  /** A path as this connector writes it, which is not encoded, as a URI that is. */
  private static String uriOf(String path) {
    URI uri = new Path(path).toUri();
    String encoded = uri.isAbsolute() ? uri.toString() : "file:" + uri;
    return path.endsWith("/") && !encoded.endsWith("/") ? encoded + "/" : encoded;
  }

  String plainTablePath() {
    return tablePath.substring(0, tablePath.length() - 1);
  }

  private static boolean isAbsolute(String path) {
    return URI.create(path).isAbsolute();
  }
}
