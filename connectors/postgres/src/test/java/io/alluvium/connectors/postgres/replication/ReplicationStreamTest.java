package io.alluvium.connectors.postgres.replication;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.postgresql.copy.CopyDual;

class ReplicationStreamTest {
  private final Deque<byte[]> sent = new ArrayDeque<>();
  private final ReplicationStream stream =
      new ReplicationStream(stub(Connection.class), stub(CopyDual.class), 1_000_000_000L);

  /** Gives what was sent, and nothing where that is all; a stream that is never ended. */
  private <T> T stub(Class<T> type) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "readFromCopy" -> sent.poll();
                  case "isActive" -> true;
                  default -> throw new UnsupportedOperationException(method.toString());
                }));
  }

  private static byte[] data(long end) {
    return ByteBuffer.allocate(26).put((byte) 'w').putLong(end).putLong(end).array();
  }

  private static byte[] keepalive(long end) {
    return ByteBuffer.allocate(18).put((byte) 'k').putLong(end).array();
  }

  /** The server sends one after each transaction: a pause for it would bound how many are read. */
  @Test
  void aKeepaliveIsNoPauseWhereMoreIsAtHand() throws Exception {
    byte[] message = data(30);
    sent.addAll(List.of(keepalive(10), keepalive(20), message, keepalive(40)));

    assertThat(stream.next(false)).isSameAs(message);
    assertThat(stream.idleUntil()).isEqualTo(20);
    assertThat(stream.next(false)).isNull();
    assertThat(stream.idleUntil()).isEqualTo(40);
    assertThat(stream.serverEnd()).isEqualTo(40);
  }
}
