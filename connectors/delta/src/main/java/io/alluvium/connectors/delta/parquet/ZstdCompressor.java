package io.alluvium.connectors.delta.parquet;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory.BytesInputCompressor;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/**
 * Compresses pages with one zstd context and two buffers for all, where Parquet's own codec sets up
 * a context of megabytes for each page. What it returns is valid until the next page.
 */
final class ZstdCompressor implements BytesInputCompressor {
  private final ZstdCompressCtx context;
  private final PageBuffer page = new PageBuffer();
  private byte[] compressed = new byte[0];

  ZstdCompressor(int level) {
    context = new ZstdCompressCtx();
    context.setLevel(level);
  }

  @Override
  public BytesInput compress(BytesInput bytes) throws IOException {
    page.reset();
    bytes.writeAllTo(page);
    int bound = Math.toIntExact(Zstd.compressBound(page.size()));
    if (compressed.length < bound) {
      compressed = new byte[bound];
    }
    int length =
        context.compressByteArray(compressed, 0, compressed.length, page.bytes(), 0, page.size());
    return BytesInput.from(compressed, 0, length);
  }

  @Override
  public CompressionCodecName getCodecName() {
    return CompressionCodecName.ZSTD;
  }

  @Override
  public void release() {
    context.close();
  }

  /** Lends its bytes out without a copy. */
  private static final class PageBuffer extends ByteArrayOutputStream {
    byte[] bytes() {
      return buf;
    }
  }
}
