package io.alluvium.connectors.delta.parquet;

import io.alluvium.connectors.delta.DeltaException;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import org.apache.flink.annotation.Internal;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/**
 * How data files are encoded.
 *
 * @param codec name of the compression codec
 * @param level of zstd; of no meaning with other codecs
 * @param rowGroupBytes size in memory at which a row group is written
 * @param pageBytes size of a data page before compression
 * @param dictionary whether columns whose values repeat are encoded by a dictionary
 */
@Internal
public record ParquetSettings(
    String codec, int level, long rowGroupBytes, int pageBytes, boolean dictionary)
    implements Serializable {

  // Codecs that every Delta reader can be expected to know, and that need no library of the system.
  private static final Map<String, CompressionCodecName> CODECS =
      Map.of(
          "zstd", CompressionCodecName.ZSTD,
          "snappy", CompressionCodecName.SNAPPY,
          "gzip", CompressionCodecName.GZIP,
          "none", CompressionCodecName.UNCOMPRESSED,
          "uncompressed", CompressionCodecName.UNCOMPRESSED);
  private static final int MIN_LEVEL = 1;
  private static final int MAX_LEVEL = 22;
  private static final int MIN_BYTES = 1 << 10;

  /** Level 1 costs less CPU than no compression at all, since there is less to write. */
  public static final ParquetSettings DEFAULT =
      new ParquetSettings("zstd", 1, 32L << 20, 1 << 20, true);

  public ParquetSettings {
    if (!CODECS.containsKey(codec.toLowerCase(Locale.ROOT))) {
      throw new DeltaException(
          "There is no compression codec '"
              + codec
              + "'. Use one of "
              + Arrays.toString(CODECS.keySet().stream().sorted().toArray())
              + ".");
    }
    if (level < MIN_LEVEL || level > MAX_LEVEL) {
      throw new DeltaException(
          "The compression level is " + level + "; those of zstd are from 1 to 22.");
    }
    if (rowGroupBytes < MIN_BYTES || pageBytes < MIN_BYTES) {
      throw new DeltaException(
          "Row groups of "
              + rowGroupBytes
              + " bytes with pages of "
              + pageBytes
              + " bytes are too small. Use at least 1 kb for each.");
    }
  }

  CompressionCodecName codecName() {
    return CODECS.get(codec.toLowerCase(Locale.ROOT));
  }
}
