package io.alluvium.ingest.rest;

import io.alluvium.ingest.batch.BatchInlet;
import io.alluvium.ingest.batch.BronzeTarget;
import io.alluvium.ingest.batch.Discovery;
import io.alluvium.ingest.batch.HandedOutSerializer;
import io.alluvium.ingest.batch.LakePaths;
import io.alluvium.ingest.batch.PageReader;
import io.alluvium.ingest.batch.WorkSplit;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import javax.annotation.Nullable;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/** One interface, read by one reader: a page tells where the next is. */
record RestInlet(String lake, BronzeTarget target, RestSettings settings)
    implements BatchInlet<Boolean> {
  private static final long serialVersionUID = 1L;
  private static final Duration PACE = Duration.ofSeconds(1);

  @Override
  public boolean isBounded() {
    return settings.interval() == null;
  }

  @Override
  public Discovery<Boolean> newDiscovery() {
    return new Discovery<>() {
      @Override
      public Duration pace() {
        return PACE;
      }

      @Override
      public Found<Boolean> look(@Nullable Boolean handedOut, Situation situation)
          throws Exception {
        return handedOut == null ? found() : new Found<>(List.of(), handedOut, isBounded());
      }
    };
  }

  private Discovery.Found<Boolean> found() throws Exception {
    String from = settings.incremental() == null ? null : settings.incremental().from();
    RestProgress progress =
        new RestMemory(LakePaths.of(lake), target, settings.source())
            .progress()
            .orElse(RestProgress.begin(from));
    // The round that the run is to end with. A round that the memory is inside of may have ended
    // with pages without a record, of which nothing tells: it is read to its end, and then another.
    long last = progress.rounds() + (progress.page() == null ? 1 : 2);
    WorkSplit split = new WorkSplit(settings.source(), String.valueOf(last), progress.toText());
    return new Discovery.Found<>(List.of(split), true, isBounded());
  }

  @Override
  public SimpleVersionedSerializer<Boolean> stateSerializer() {
    return new HandedOutSerializer();
  }

  @Override
  public PageReader newReader() {
    return split ->
        new RestPages(
            target,
            settings,
            RestProgress.parse(split.progress()),
            isBounded() ? Long.parseLong(split.work()) : Long.MAX_VALUE,
            new Backoff(new Random()),
            InstantSource.system());
  }
}
