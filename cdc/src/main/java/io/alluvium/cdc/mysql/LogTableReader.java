package io.alluvium.cdc.mysql;

import io.alluvium.cdc.capture.CdcException;
import io.alluvium.cdc.capture.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads the descriptions of tables in the log. */
final class LogTableReader {
  private static final int BINARY_COLLATION = 63;
  private static final int FIXED_TYPE_BITS = 0x30;
  private static final int ONE_BYTE_LENGTH = 0xff;

  private final Map<Integer, String> characterSets;
  private final boolean mariaDb;

  /**
   * @param characterSets by the numbers of their collations
   * @param mariaDb which takes a year for a number that has a sign
   */
  LogTableReader(Map<Integer, String> characterSets, boolean mariaDb) {
    this.characterSets = characterSets;
    this.mariaDb = mariaDb;
  }

  /** Counts columns, for the metadata count those of each group by themselves. */
  private static final class Counters {
    private int numbers;
    private int texts;
    private int choices;
    private int enums;
    private int sets;
  }

  /**
   * @param in behind the names
   * @throws CdcException where the server does not log the columns' names, or a column cannot be
   *     read
   */
  LogTable read(TableName name, ByteReader in) {
    int count = in.packed();
    byte[] types = in.take(count);
    ByteReader details = in.part(in.packed());
    in.skip((count + 7) / 8);
    TableMetadata metadata = TableMetadata.read(in);
    if (!metadata.isFull()) {
      throw new CdcException(
          "The binary log has changes of "
              + name
              + " without its columns' names. Run SET GLOBAL binlog_row_metadata = 'FULL', and"
              + " capture the database anew if it was not set before.");
    }
    List<MySqlColumn> columns = new ArrayList<>();
    List<LogValues.Reader> readers = new ArrayList<>();
    Counters counters = new Counters();
    for (int i = 0; i < count; i++) {
      LogColumn column;
      try {
        column = column(metadata.name(i), types[i] & 0xff, details, metadata, counters);
      } catch (IllegalArgumentException e) {
        throw new CdcException(
            "Column " + metadata.name(i) + " of " + name + " cannot be captured: " + e.getMessage(),
            e);
      }
      columns.add(column.column());
      readers.add(column.reader());
    }
    int[] key = metadata.key().stream().mapToInt(Integer::intValue).toArray();
    return new LogTable(name, columns, readers, key);
  }

  private record LogColumn(MySqlColumn column, LogValues.Reader reader) {}

  private LogColumn column(
      String name, int type, ByteReader details, TableMetadata metadata, Counters counters) {
    return switch (type) {
      case 1 -> integer(name, ColumnKind.TINYINT, 1, metadata, counters);
      case 2 -> integer(name, ColumnKind.SMALLINT, 2, metadata, counters);
      case 9 -> integer(name, ColumnKind.MEDIUMINT, 3, metadata, counters);
      case 3 -> integer(name, ColumnKind.INT, 4, metadata, counters);
      case 8 -> integer(name, ColumnKind.BIGINT, 8, metadata, counters);
      case 4 -> {
        counters.numbers++;
        details.skip(1);
        yield new LogColumn(MySqlColumn.of(name, ColumnKind.FLOAT), LogValues::real4);
      }
      case 5 -> {
        counters.numbers++;
        details.skip(1);
        yield new LogColumn(MySqlColumn.of(name, ColumnKind.DOUBLE), LogValues::real8);
      }
      case 246 -> {
        counters.numbers++;
        MySqlColumn column =
            new MySqlColumn(
                name, ColumnKind.DECIMAL, false, details.unsignedByte(), details.unsignedByte());
        yield new LogColumn(column, LogValues.decimal(column));
      }
      case 16 -> {
        int bits = details.unsignedByte();
        bits += details.unsignedByte() * Byte.SIZE;
        yield new LogColumn(
            new MySqlColumn(name, ColumnKind.BIT, true, bits, 0), LogValues.bits(bits));
      }
      case 13 -> {
        counters.numbers += mariaDb ? 1 : 0;
        yield new LogColumn(MySqlColumn.of(name, ColumnKind.YEAR), LogValues::year);
      }
      case 10, 14 -> new LogColumn(MySqlColumn.of(name, ColumnKind.DATE), LogValues::date);
      case 7 -> new LogColumn(MySqlColumn.of(name, ColumnKind.TIMESTAMP), LogValues::oldTimestamp);
      case 12 -> new LogColumn(MySqlColumn.of(name, ColumnKind.DATETIME), LogValues::oldDatetime);
      case 11 -> new LogColumn(MySqlColumn.of(name, ColumnKind.TIME), LogValues::oldTime);
      case 17 -> {
        int digits = details.unsignedByte();
        yield new LogColumn(
            MySqlColumn.of(name, ColumnKind.TIMESTAMP), LogValues.timestamp(digits));
      }
      case 18 -> {
        int digits = details.unsignedByte();
        yield new LogColumn(MySqlColumn.of(name, ColumnKind.DATETIME), LogValues.datetime(digits));
      }
      case 19 -> {
        int digits = details.unsignedByte();
        yield new LogColumn(MySqlColumn.of(name, ColumnKind.TIME), LogValues.time(digits));
      }
      case 15 -> {
        int length = (int) details.little(2);
        yield text(name, length > ONE_BYTE_LENGTH ? 2 : 1, 0, metadata, counters);
      }
      case 249, 250, 251, 252 -> text(name, details.unsignedByte(), 0, metadata, counters);
      case 245 ->
          new LogColumn(
              MySqlColumn.of(name, ColumnKind.JSON), LogValues.json(details.unsignedByte()));
      case 255 -> {
        counters.texts++;
        yield new LogColumn(
            MySqlColumn.of(name, ColumnKind.GEOMETRY), LogValues.bytes(details.unsignedByte()));
      }
      case 247, 248, 253, 254 ->
          fixed(name, details.unsignedByte(), details.unsignedByte(), metadata, counters);
      default -> throw new IllegalArgumentException("the log has it as type " + type);
    };
  }

  private static LogColumn integer(
      String name, ColumnKind kind, int bytes, TableMetadata metadata, Counters counters) {
    MySqlColumn column = new MySqlColumn(name, kind, metadata.isUnsigned(counters.numbers++), 0, 0);
    return new LogColumn(column, LogValues.integer(bytes, column));
  }

  /**
   * Enums and sets go as texts of a fixed length, whose type's bits carry the length's upper ones.
   */
  private LogColumn fixed(
      String name, int type, int length, TableMetadata metadata, Counters counters) {
    boolean isLong = (type & FIXED_TYPE_BITS) != FIXED_TYPE_BITS;
    int realType = type | FIXED_TYPE_BITS;
    int realLength = isLong ? length | ((type & FIXED_TYPE_BITS) ^ FIXED_TYPE_BITS) << 4 : length;
    return switch (realType) {
      case 247 -> {
        List<String> values =
            choices(metadata.enumValues(counters.enums++), metadata, counters.choices++);
        yield new LogColumn(
            MySqlColumn.of(name, ColumnKind.ENUM), LogValues.enumeration(length, values));
      }
      case 248 -> {
        List<String> values =
            choices(metadata.setValues(counters.sets++), metadata, counters.choices++);
        yield new LogColumn(MySqlColumn.of(name, ColumnKind.SET), LogValues.set(length, values));
      }
      default -> text(name, realLength > ONE_BYTE_LENGTH ? 2 : 1, realLength, metadata, counters);
    };
  }

  private List<String> choices(List<byte[]> values, TableMetadata metadata, int choice) {
    CharacterSets.Decoder decoder = decoder(metadata.choicesCollation(choice));
    return values.stream().map(value -> decoder.decode(value).toString()).toList();
  }

  /**
   * @param fixedLength of bytes, which are filled up with zeros; 0 where the length is not fixed
   */
  private LogColumn text(
      String name, int lengthBytes, int fixedLength, TableMetadata metadata, Counters counters) {
    int collation = metadata.collation(counters.texts++);
    if (collation != BINARY_COLLATION) {
      return new LogColumn(
          MySqlColumn.of(name, ColumnKind.TEXT), LogValues.text(lengthBytes, decoder(collation)));
    }
    return new LogColumn(
        MySqlColumn.of(name, ColumnKind.BINARY),
        fixedLength > 0
            ? LogValues.fixedBytes(lengthBytes, fixedLength)
            : LogValues.bytes(lengthBytes));
  }

  private CharacterSets.Decoder decoder(int collation) {
    if (collation == BINARY_COLLATION) {
      return CharacterSets.decoder("latin1");
    }
    String characterSet = characterSets.get(collation);
    CharacterSets.Decoder decoder =
        characterSet == null ? null : CharacterSets.decoder(characterSet);
    if (decoder == null) {
      throw new IllegalArgumentException(
          "its character set "
              + (characterSet == null ? "of collation " + collation : characterSet)
              + " cannot be read; convert it to utf8mb4");
    }
    return decoder;
  }
}
