package io.alluvium.ingest.documents;

import io.alluvium.ingest.batch.BatchInlet;
import io.alluvium.ingest.batch.Discovery;
import io.alluvium.ingest.batch.LakePaths;
import io.alluvium.ingest.batch.PageReader;
import io.alluvium.ingest.folder.ArrivalSplit;
import io.alluvium.ingest.folder.Arrivals;
import io.alluvium.ingest.folder.ArrivalsSerializer;
import io.alluvium.ingest.folder.FolderDiscovery;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/** Documents that land in a folder. */
record DocumentsInlet(String lake, DocumentSettings settings) implements BatchInlet<Arrivals> {
  private static final long serialVersionUID = 1L;

  @Override
  public boolean isBounded() {
    return settings.folder().bounded();
  }

  @Override
  public Discovery<Arrivals> newDiscovery() {
    return new FolderDiscovery(
        settings.folder(),
        new DocumentMemory(LakePaths.of(lake), settings.target(), settings.folder()));
  }

  @Override
  public SimpleVersionedSerializer<Arrivals> stateSerializer() {
    return new ArrivalsSerializer();
  }

  @Override
  public PageReader newReader() {
    return split -> new DocumentPages(settings, ArrivalSplit.of(split), split.progress());
  }
}
