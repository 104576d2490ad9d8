package io.alluvium.ingest.batch;

import io.alluvium.ingest.batch.PageReader.Pages;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.Set;
import javax.annotation.Nullable;
import org.apache.flink.connector.base.source.reader.RecordsWithSplitIds;
import org.apache.flink.connector.base.source.reader.splitreader.SplitReader;
import org.apache.flink.connector.base.source.reader.splitreader.SplitsAddition;
import org.apache.flink.connector.base.source.reader.splitreader.SplitsChange;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.apache.flink.util.ExceptionUtils;

/** Reads one split after the other, a page at a time. */
final class PageSplitReader implements SplitReader<Page, WorkSplit> {
  private static final long LONGEST_WAIT_MILLIS = 1_000;

  private final BatchInlet<?> inlet;
  private final Deque<WorkSplit> splits = new ArrayDeque<>();
  private final Object wakeUp = new Object();
  private boolean woken;
  @Nullable private PageReader reader;
  @Nullable private WorkSplit current;
  @Nullable private Pages pages;
  private long pausedUntil = System.nanoTime();

  PageSplitReader(BatchInlet<?> inlet) {
    this.inlet = inlet;
  }

  @Override
  public RecordsWithSplitIds<Page> fetch() throws IOException {
    try {
      return waitsForPause() ? PageRecords.nothing() : nextPage();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while reading", e);
    } catch (IOException e) {
      throw e;
    } catch (Exception e) {
      Optional<BatchException> mistake = ExceptionUtils.findThrowable(e, BatchException.class);
      if (mistake.isPresent()) {
        // A restart would only meet the same again.
        throw new SuppressRestartsException(mistake.get());
      }
      throw new IOException(e);
    }
  }

  private RecordsWithSplitIds<Page> nextPage() throws Exception {
    if (current == null) {
      current = splits.poll();
      if (current == null) {
        return PageRecords.nothing();
      }
    }
    if (pages == null) {
      if (reader == null) {
        reader = inlet.newReader();
      }
      pages = reader.open(current);
    }
    Page page = pages.next();
    if (page == null) {
      String finished = current.splitId();
      pages.close();
      pages = null;
      current = null;
      return PageRecords.finished(finished);
    }
    pausedUntil = System.nanoTime() + page.pause().toNanos();
    return PageRecords.page(current.splitId(), page);
  }

  /** Whether nothing is to be read yet; waits a while for that. */
  private boolean waitsForPause() throws InterruptedException {
    long left = (pausedUntil - System.nanoTime()) / 1_000_000;
    if (left <= 0) {
      return false;
    }
    synchronized (wakeUp) {
      if (!woken) {
        wakeUp.wait(Math.min(left, LONGEST_WAIT_MILLIS));
      }
      woken = false;
    }
    return pausedUntil - System.nanoTime() > 0;
  }

  @Override
  public void handleSplitsChanges(SplitsChange<WorkSplit> change) {
    if (!(change instanceof SplitsAddition)) {
      throw new UnsupportedOperationException("Only additions of splits are known: " + change);
    }
    splits.addAll(change.splits());
  }

  @Override
  public void wakeUp() {
    synchronized (wakeUp) {
      woken = true;
      wakeUp.notifyAll();
    }
  }

  @Override
  public void close() throws Exception {
    if (pages != null) {
      pages.close();
    }
    if (reader != null) {
      reader.close();
    }
  }

  /** What one fetch brings: a page, the end of a split, or nothing. */
  private static final class PageRecords implements RecordsWithSplitIds<Page> {
    @Nullable private String split;
    @Nullable private Page page;
    private final Set<String> finished;

    private PageRecords(@Nullable String split, @Nullable Page page, Set<String> finished) {
      this.split = split;
      this.page = page;
      this.finished = finished;
    }

    static PageRecords nothing() {
      return new PageRecords(null, null, Set.of());
    }

    static PageRecords page(String split, Page page) {
      return new PageRecords(split, page, Set.of());
    }

    static PageRecords finished(String split) {
      return new PageRecords(null, null, Set.of(split));
    }

    @Nullable
    @Override
    public String nextSplit() {
      String next = split;
      split = null;
      return next;
    }

    @Nullable
    @Override
    public Page nextRecordFromSplit() {
      Page next = page;
      page = null;
      return next;
    }

    @Override
    public Set<String> finishedSplits() {
      return finished;
    }
  }
}
