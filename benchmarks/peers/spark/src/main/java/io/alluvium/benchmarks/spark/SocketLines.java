package io.alluvium.benchmarks.spark;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.execution.streaming.runtime.MemoryStream;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Lines that come through a socket, kept in memory for the next batch. Spark's own source of
 * sockets takes time by the square of a batch's lines.
 */
final class SocketLines implements Closeable {
  private static final int PARTITIONS = 2;
  private static final int LINES_AT_ONCE = 1_000;

  private final MemoryStream<String> stream;
  private final Socket socket;

  SocketLines(SparkSession spark, int port) throws IOException {
    stream = MemoryStream.apply(spark, PARTITIONS, Encoders.STRING());
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    Thread reader = new Thread(this::read, "events");
    reader.setDaemon(true);
    reader.start();
  }

  /** With the one column {@code value}. */
  Dataset<?> lines() {
    return stream.toDF();
  }

  private void read() {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        List<String> lines = new ArrayList<>();
        lines.add(line);
        // Those that are there already: each addition costs.
        while (lines.size() < LINES_AT_ONCE && reader.ready()) {
          lines.add(reader.readLine());
        }
        stream.addData(CollectionConverters.asScala(lines));
      }
    } catch (IOException e) {
      // Closed: what is missing in the table tells where it should not have been.
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
