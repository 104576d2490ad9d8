package io.alluvium.cdc.bronze;

import io.alluvium.cdc.capture.TableName;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The names of bronze tables. Where no route says one, a table has its own name; with its schema
 * before it where another captured table has the same name, or where the name belongs to a table of
 * the lake that another source table owns. A table keeps the name that it has in the lake, whatever
 * tables come to it.
 */
public final class BronzeNames implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final Pattern ODD = Pattern.compile("[^\\p{L}\\p{N}_-]");

  private final Map<TableName, String> names;

  /** Says what the lake knows. */
  @FunctionalInterface
  public interface Owners {
    /** The source table that a table of the lake is of; empty where that is not known. */
    Optional<TableName> ownerOf(String bronzeTable);

    /**
     * Whether the lake has a table that no source table owns: a job makes it so of a table that
     * came to be while it ran.
     */
    default boolean hasUnowned(String bronzeTable) {
      return false;
    }
  }

  private BronzeNames(Map<TableName, String> names) {
    this.names = new LinkedHashMap<>(names);
  }

  /**
   * @param routed names that routes give
   */
  public static BronzeNames of(
      List<TableName> tables, Map<TableName, String> routed, Owners owners) {
    Map<String, List<TableName>> byPlainName = new LinkedHashMap<>();
    for (TableName table : tables) {
      if (!routed.containsKey(table)) {
        byPlainName.computeIfAbsent(key(plain(table)), unseen -> new ArrayList<>()).add(table);
      }
    }
    Map<TableName, String> names = new LinkedHashMap<>(routed);
    byPlainName
        .values()
        .forEach(
            alike -> {
              for (TableName table : alike) {
                names.put(table, name(table, alike.size() > 1, owners));
              }
            });
    return new BronzeNames(names);
  }

  private static String name(TableName table, boolean ambiguous, Owners owners) {
    String plain = plain(table);
    Optional<TableName> owner = owners.ownerOf(plain);
    String qualified = qualified(table);
    if (owner.isPresent()
        ? owner.get().equals(table)
        : !ambiguous && !owners.hasUnowned(qualified)) {
      return plain;
    }
    owner = owners.ownerOf(qualified);
    return owner.isEmpty() || owner.get().equals(table) ? qualified : qualified + suffix(table);
  }

  private static String plain(TableName table) {
    return safe(table.table()) + (isOdd(table.table()) ? suffix(table) : "");
  }

  private static String qualified(TableName table) {
    boolean odd = isOdd(table.schema()) || isOdd(table.table());
    return safe(table.schema()) + "_" + safe(table.table()) + (odd ? suffix(table) : "");
  }

  /** Letters, digits, underscores and hyphens make a folder and an SQL name everywhere. */
  private static String safe(String name) {
    String safe = ODD.matcher(name).replaceAll("_");
    // Spark and Delta take folders that begin so for hidden.
    return safe.startsWith("_") ? "t" + safe : safe;
  }

  private static boolean isOdd(String name) {
    return !safe(name).equals(name);
  }

  /** Tells names apart that are alike but for odd characters. */
  private static String suffix(TableName table) {
    return "_" + Integer.toHexString(table.toString().hashCode());
  }

  private static String key(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  /**
   * The bronze table of a source table; of one that came to be later, with its schema before it.
   */
  public String of(TableName table) {
    String name = names.get(table);
    return name == null ? qualified(table) : name;
  }
}
