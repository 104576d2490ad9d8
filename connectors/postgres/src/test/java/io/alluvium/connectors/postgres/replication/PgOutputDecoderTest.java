package io.alluvium.connectors.postgres.replication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alluvium.connectors.postgres.PostgresException;
import io.alluvium.connectors.postgres.TableName;
import io.alluvium.connectors.postgres.TableSchema;
import io.alluvium.connectors.postgres.reader.ChangeBatch;
import io.alluvium.connectors.postgres.rows.RowShape;
import io.alluvium.connectors.postgres.rows.RowShapes;
import io.alluvium.connectors.postgres.split.StreamPosition;
import io.alluvium.connectors.postgres.types.Codec;
import io.alluvium.connectors.postgres.types.Codecs;
import io.alluvium.connectors.postgres.types.PostgresType;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.junit.jupiter.api.Test;

/** Two transactions of three inserts each, from every place at which they can be resumed. */
class PgOutputDecoderTest {
  private static final int RELATION = 42;

  @Test
  void goesOnFromEveryPlaceWithNothingMissingOrTwice() {
    List<byte[]> messages = messages();
    List<String> all = new ArrayList<>();
    List<StreamPosition> positions = new ArrayList<>();
    List<Integer> emitted = new ArrayList<>();
    PgOutputDecoder decoder = new PgOutputDecoder(StreamPosition.at(10), resolver());
    for (byte[] message : messages) {
      all.addAll(decode(decoder, message));
      positions.add(decoder.position());
      emitted.add(all.size());
    }
    assertThat(all).hasSize(6).doesNotHaveDuplicates();

    for (int i = 0; i < positions.size(); i++) {
      PgOutputDecoder resumed = new PgOutputDecoder(positions.get(i), resolver());
      List<String> rest = new ArrayList<>();
      for (byte[] message : from(messages, positions.get(i).lsn())) {
        rest.addAll(decode(resumed, message));
      }
      assertThat(rest)
          .as("from message %d, %s", i, positions.get(i))
          .isEqualTo(all.subList(emitted.get(i), all.size()));
      assertThat(resumed.position()).isEqualTo(decoder.position());
    }
  }

  @Test
  void goesOnTwiceInOneTransaction() {
    PgOutputDecoder decoder = new PgOutputDecoder(new StreamPosition(10, 100, 2, 52), resolver());
    List<byte[]> messages = messages();
    for (int i = 0; i < 3; i++) {
      assertThat(decode(decoder, messages.get(i))).isEmpty();
      assertThat(decoder.position()).isEqualTo(new StreamPosition(10, 100, 2, 52));
    }
  }

  @Test
  void refusesATransactionThatIsGone() {
    PgOutputDecoder decoder = new PgOutputDecoder(new StreamPosition(10, 90, 1, 9), resolver());
    assertThatThrownBy(() -> decode(decoder, messages().get(0)))
        .isInstanceOf(PostgresException.class)
        .hasMessageContaining("commits at 0/5A");
  }

  @Test
  void anIdleServerMovesThePositionOnlyBetweenTransactions() {
    PgOutputDecoder decoder = new PgOutputDecoder(StreamPosition.at(10), resolver());
    decoder.idleUntil(20);
    assertThat(decoder.position().lsn()).isEqualTo(20);
    decode(decoder, messages().get(0));
    decoder.idleUntil(30);
    assertThat(decoder.position().lsn()).isEqualTo(20);
  }

  private static List<String> decode(PgOutputDecoder decoder, byte[] message) {
    ChangeBatch batch = new ChangeBatch();
    decoder.decode(message, Long.BYTES, ByteBuffer.wrap(message).getLong(), batch);
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < batch.size(); i++) {
      lines.add(batch.change(i).row().getField(0) + "@" + batch.change(i).sequence());
    }
    return lines;
  }

  /** The server leaves out the transactions that end before a place. */
  private static List<byte[]> from(List<byte[]> messages, long lsn) {
    int perTransaction = messages.size() / 2;
    int first = lsn >= 210 ? 2 : lsn >= 110 ? 1 : 0;
    return messages.subList(first * perTransaction, messages.size());
  }

  /** The second transaction was made beside the first: its changes are before in the log. */
  private static List<byte[]> messages() {
    List<byte[]> messages = new ArrayList<>();
    for (int transaction = 1; transaction <= 2; transaction++) {
      long commit = 100L * transaction;
      messages.add(
          message(0).put((byte) 'B').putLong(commit).putLong(0).putInt(transaction).array());
      messages.add(
          message(0)
              .put((byte) 'R')
              .putInt(RELATION)
              .put("s\0t\0d".getBytes(StandardCharsets.UTF_8))
              .putShort((short) 0)
              .array());
      for (int i = 0; i < 3; i++) {
        messages.add(
            message(60 - 10L * transaction + i)
                .put((byte) 'I')
                .putInt(RELATION)
                .put((byte) 'N')
                .putShort((short) 1)
                .put((byte) 'b')
                .putInt(Integer.BYTES)
                .putInt(transaction * 10 + i)
                .array());
      }
      messages.add(
          message(commit)
              .put((byte) 'C')
              .put((byte) 0)
              .putLong(commit)
              .putLong(commit + 10)
              .putLong(0)
              .array());
    }
    return messages;
  }

  /** With its place in the log before it. */
  private static ByteBuffer message(long lsn) {
    return ByteBuffer.allocate(64).putLong(lsn);
  }

  private static RelationResolver resolver() {
    Codec codec = new Codecs(2).of(PostgresType.of("int4", -1));
    RowShape shape =
        new RowShape(
            new TableSchema(
                new TableName("s", "t"),
                RowType.of(new LogicalType[] {codec.type()}, new String[] {"id"}),
                List.of(0)),
            new Codec[] {codec},
            1);
    return new RelationResolver() {
      @Override
      public Relation resolve(
          long oid,
          String schema,
          String table,
          List<RowShapes.Column> columns,
          List<Integer> identityColumns) {
        return new Relation(List.of(), shape, false);
      }

      @Override
      public void typeAnnounced(long oid) {}
    };
  }
}
