package io.alluvium.demo.fleet;

import java.util.Arrays;
import java.util.List;

/** Where a file has which column: files of one kind have them in different orders. */
final class CsvColumns {
  private final List<String> header;

  CsvColumns(String[] header) {
    this.header = Arrays.asList(header);
  }

  /** Of the first column of that name; -1 where there is none. */
  int indexOf(String name) {
    return header.indexOf(name);
  }

  int size() {
    return header.size();
  }
}
