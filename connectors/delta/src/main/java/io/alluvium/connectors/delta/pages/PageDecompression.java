package io.alluvium.connectors.delta.pages;

import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import java.io.IOException;
import java.nio.ByteBuffer;
import javax.annotation.Nullable;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/**
 * Decompresses pages of zstd, whose sizes are known, at once; parquet-java does it by streams,
 * which copy. All other codecs are left to it.
 */
final class PageDecompression implements CompressionCodecFactory {
  private final CompressionCodecFactory others;
  @Nullable private ZstdDecompressor zstd;

  PageDecompression(CompressionCodecFactory others) {
    this.others = others;
  }

  @Override
  public BytesInputCompressor getCompressor(CompressionCodecName codec) {
    return others.getCompressor(codec);
  }

  @Override
  public BytesInputDecompressor getDecompressor(CompressionCodecName codec) {
    if (codec != CompressionCodecName.ZSTD) {
      return others.getDecompressor(codec);
    }
    if (zstd == null) {
      zstd = new ZstdDecompressor();
    }
    return zstd;
  }

  @Override
  public void release() {
    if (zstd != null) {
      zstd.release();
      zstd = null;
    }
    others.release();
  }

  private static final class ZstdDecompressor implements BytesInputDecompressor {
    private final ZstdDecompressCtx context = new ZstdDecompressCtx();

    @Override
    public BytesInput decompress(BytesInput bytes, int decompressedSize) throws IOException {
      byte[] from = bytes.toByteArray();
      return BytesInput.from(decompressed(from, decompressedSize));
    }

    @Override
    public void decompress(
        ByteBuffer input, int compressedSize, ByteBuffer output, int decompressedSize)
        throws IOException {
      byte[] from = new byte[compressedSize];
      input.get(from);
      output.put(decompressed(from, decompressedSize));
    }

    private byte[] decompressed(byte[] from, int size) throws IOException {
      byte[] to = new byte[size];
      if (size == 0) {
        // Some writers leave the compressed form of nothing out.
        return to;
      }
      try {
        int written = context.decompressByteArray(to, 0, size, from, 0, from.length);
        if (written != size) {
          throw new IOException("A page has " + written + " bytes and should have " + size + ".");
        }
      } catch (ZstdException e) {
        throw new IOException("A page cannot be decompressed.", e);
      }
      return to;
    }

    @Override
    public void release() {
      context.close();
    }
  }
}
