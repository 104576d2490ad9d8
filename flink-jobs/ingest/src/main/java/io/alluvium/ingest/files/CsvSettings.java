package io.alluvium.ingest.files;

import java.io.Serializable;
import java.util.List;
import javax.annotation.Nullable;

/**
 * How a CSV file is written.
 *
 * @param delimiter between fields
 * @param quote around fields that hold delimiters, quotes or line breaks; doubled within them
 * @param escape before a character that means itself; null for none
 * @param comment that a line begins with which is to be passed over; null for none
 * @param charset of the file
 * @param header where the fields' names come from
 * @param names of the fields, for {@link Header#GIVEN} and {@link Header#REPLACED}
 * @param trimmed whether blanks around fields are dropped
 */
public record CsvSettings(
    char delimiter,
    @Nullable Character quote,
    @Nullable Character escape,
    @Nullable Character comment,
    String charset,
    Header header,
    List<String> names,
    boolean trimmed)
    implements Serializable {

  /** Where the names of fields come from. */
  public enum Header {
    /** The first line of each file. */
    FIRST_LINE,
    /** The definition; files have only data. */
    GIVEN,
    /** The definition; the first line of each file is passed over. */
    REPLACED
  }

  public CsvSettings {
    names = List.copyOf(names);
  }
}
