package io.alluvium.connectors.delta.kernel;

import io.alluvium.connectors.delta.DeltaException;
import io.delta.kernel.exceptions.InvalidTableException;
import io.delta.kernel.exceptions.KernelException;
import io.delta.kernel.exceptions.StartVersionNotFoundException;
import io.delta.kernel.exceptions.TableNotFoundException;
import io.delta.kernel.exceptions.UnsupportedProtocolVersionException;
import io.delta.kernel.exceptions.UnsupportedTableFeatureException;
import java.io.FileNotFoundException;
import java.nio.file.AccessDeniedException;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.apache.flink.util.ExceptionUtils;
import org.apache.hadoop.security.AccessControlException;

/** Turns what Kernel throws into messages that name the table and the remedy. */
final class KernelErrors {

  private static final Pattern LINE_BREAKS = Pattern.compile("\\s*\\R\\s*");

  private KernelErrors() {}

  static <T> T translated(String table, Supplier<T> action) {
    try {
      return action.get();
    } catch (DeltaException e) {
      throw e;
    } catch (RuntimeException e) {
      throw translate(table, e);
    }
  }

  static DeltaException translate(String table, RuntimeException e) {
    if (e instanceof TableNotFoundException) {
      return new DeltaException(
          "There is no Delta table at " + table + ". Check the path, or create the table.", e);
    } else if (e instanceof StartVersionNotFoundException) {
      return new DeltaException(
          "The log of table "
              + table
              + " no longer holds the version to start from ("
              + e.getMessage()
              + "). Start from the latest version.",
          e);
    } else if (e instanceof UnsupportedTableFeatureException
        || e instanceof UnsupportedProtocolVersionException) {
      return new DeltaException(
          "Table "
              + table
              + " uses a Delta feature that is not supported: "
              + e.getMessage()
              + " Drop the feature from the table.",
          e);
    } else if (e instanceof InvalidTableException) {
      return new DeltaException(
          "The log of table "
              + table
              + " is damaged: "
              + e.getMessage()
              + " Restore the missing file of _delta_log from a backup.",
          e);
    } else if (ExceptionUtils.findThrowable(e, KernelErrors::isMalformed).isPresent()) {
      return new DeltaException(
          "The log of table "
              + table
              + " is damaged: its entry "
              + DamagedLogEntry.find(table).orElse("of some version")
              + " cannot be read ("
              + rootMessage(e)
              + "). Restore that file of _delta_log from a backup.",
          e);
    } else if (ExceptionUtils.findThrowable(e, KernelErrors::isDenied).isPresent()) {
      return new DeltaException(
          "No permission to read table " + table + ": " + rootMessage(e) + ". Grant access.", e);
    } else if (ExceptionUtils.findThrowable(e, FileNotFoundException.class).isPresent()) {
      return new DeltaException(
          "Table "
              + table
              + " lacks a file that its log names: "
              + rootMessage(e)
              + ". It was vacuumed or deleted; read a later version.",
          e);
    } else if (e instanceof KernelException) {
      // Some of Kernel's messages begin with the table.
      String message = e.getMessage().replaceFirst("^\\Q" + table + "\\E: ", "");
      return new DeltaException("Table " + table + ": " + message, e);
    }
    return new DeltaException("Cannot read table " + table + ": " + rootMessage(e), e);
  }

  /** Kernel's JSON parser is a copy of its own, so its exceptions are known by name only. */
  private static boolean isMalformed(Throwable e) {
    return e.getClass().getSimpleName().startsWith("Json");
  }

  /** Locally, and by Hadoop's file systems. */
  private static boolean isDenied(Throwable e) {
    return e instanceof AccessDeniedException || e instanceof AccessControlException;
  }

  private static String rootMessage(Throwable e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String message = root.getMessage() == null ? root.toString() : root.getMessage();
    return LINE_BREAKS.matcher(message).replaceAll(" ");
  }
}
