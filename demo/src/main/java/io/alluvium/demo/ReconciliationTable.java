package io.alluvium.demo;

import io.alluvium.demo.reconciliation.TableAccount;
import java.io.PrintWriter;
import java.util.List;

/** Prints the accounts of a reconciliation. */
final class ReconciliationTable {
  private static final String FORMAT = "%-32s %12s %12s %12s  %s%n";

  private final PrintWriter out;

  ReconciliationTable(PrintWriter out) {
    this.out = out;
  }

  void print(List<TableAccount> accounts) {
    out.println();
    out.printf(FORMAT, "table", "came in", "there now", "dead letters", "");
    for (TableAccount account : accounts) {
      out.printf(
          FORMAT,
          account.table(),
          number(account.in()),
          number(account.now()),
          account.deadLetters() == 0 ? "" : number(account.deadLetters()),
          account.accounted()
              ? "ok: " + account.explanation()
              : "NOT ACCOUNTED FOR: " + number(account.differences()) + " rows differ");
    }
    out.println();
    out.flush();
  }

  private static String number(long value) {
    return String.format("%,d", value);
  }
}
