package io.alluvium.cdc.mysql;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.annotation.Nullable;

/**
 * What the log says of a table's columns beyond their types, where it is told to ({@code FULL}).
 */
final class TableMetadata {
  private static final int SIGNEDNESS = 1;
  private static final int DEFAULT_COLLATION = 2;
  private static final int COLLATIONS = 3;
  private static final int NAMES = 4;
  private static final int SET_VALUES = 5;
  private static final int ENUM_VALUES = 6;
  private static final int KEY = 8;
  private static final int KEY_WITH_PREFIXES = 9;
  private static final int CHOICES_DEFAULT_COLLATION = 10;
  private static final int CHOICES_COLLATIONS = 11;

  private final List<String> names = new ArrayList<>();
  private final List<Integer> key = new ArrayList<>();
  private final Collations texts = new Collations();
  private final Collations choices = new Collations();
  private List<List<byte[]>> setValues = List.of();
  private List<List<byte[]>> enumValues = List.of();
  @Nullable private byte[] signedness;

  /** Of the columns of text, or of those of choices, counted by themselves. */
  private static final class Collations {
    private final Map<Integer, Integer> byColumn = new HashMap<>();
    private int ofOthers;

    int of(int column) {
      return byColumn.getOrDefault(column, ofOthers);
    }
  }

  static TableMetadata read(ByteReader in) {
    TableMetadata metadata = new TableMetadata();
    while (in.hasMore()) {
      int field = in.unsignedByte();
      metadata.read(field, in.part(in.packed()));
    }
    return metadata;
  }

  private void read(int field, ByteReader in) {
    switch (field) {
      case SIGNEDNESS -> signedness = in.rest();
      case DEFAULT_COLLATION -> defaults(in, texts);
      case COLLATIONS -> each(in, texts);
      case CHOICES_DEFAULT_COLLATION -> defaults(in, choices);
      case CHOICES_COLLATIONS -> each(in, choices);
      case NAMES -> {
        while (in.hasMore()) {
          names.add(in.packedText());
        }
      }
      case SET_VALUES -> setValues = values(in);
      case ENUM_VALUES -> enumValues = values(in);
      case KEY -> {
        while (in.hasMore()) {
          key.add(in.packed());
        }
      }
      case KEY_WITH_PREFIXES -> {
        while (in.hasMore()) {
          key.add(in.packed());
          in.packed();
        }
      }
      default -> {
        // Of geometries, of columns that are not shown, and what newer servers add.
      }
    }
  }

  private static void defaults(ByteReader in, Collations collations) {
    collations.ofOthers = in.packed();
    while (in.hasMore()) {
      int column = in.packed();
      collations.byColumn.put(column, in.packed());
    }
  }

  private static void each(ByteReader in, Collations collations) {
    for (int column = 0; in.hasMore(); column++) {
      collations.byColumn.put(column, in.packed());
    }
  }

  private static List<List<byte[]>> values(ByteReader in) {
    List<List<byte[]>> columns = new ArrayList<>();
    while (in.hasMore()) {
      int count = in.packed();
      List<byte[]> values = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        values.add(in.take(in.packed()));
      }
      columns.add(values);
    }
    return columns;
  }

  boolean isFull() {
    return !names.isEmpty();
  }

  String name(int column) {
    return names.get(column);
  }

  /** Indexes of the primary key's columns; empty where there is none. */
  List<Integer> key() {
    return key;
  }

  /**
   * @param number of the column among those that are numbers
   */
  boolean isUnsigned(int number) {
    return signedness != null && (signedness[number >> 3] >> 7 - (number & 7) & 1) != 0;
  }

  /**
   * @param text of the column among those of text
   */
  int collation(int text) {
    return texts.of(text);
  }

  /**
   * @param choice of the column among the enums and sets
   */
  int choicesCollation(int choice) {
    return choices.of(choice);
  }

  List<byte[]> enumValues(int column) {
    return enumValues.get(column);
  }

  List<byte[]> setValues(int column) {
    return setValues.get(column);
  }
}
