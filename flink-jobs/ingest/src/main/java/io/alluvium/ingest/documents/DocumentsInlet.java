package io.alluvium.ingest.documents;

import io.alluvium.ingest.batch.BatchInlet;
import io.alluvium.ingest.batch.BronzeTarget;
import io.alluvium.ingest.batch.Discovery;
import io.alluvium.ingest.batch.LakePaths;
import io.alluvium.ingest.batch.PageReader;
import io.alluvium.ingest.folder.ArrivalSplit;
import io.alluvium.ingest.folder.Arrivals;
import io.alluvium.ingest.folder.ArrivalsSerializer;
import io.alluvium.ingest.folder.FolderDiscovery;
import io.alluvium.ingest.folder.FolderSettings;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/** Documents that land in a folder. */
record DocumentsInlet(String lake, BronzeTarget target, FolderSettings folder, long maxBytes)
    implements BatchInlet<Arrivals> {
  private static final long serialVersionUID = 1L;

  @Override
  public boolean isBounded() {
    return folder.bounded();
  }

  @Override
  public Discovery<Arrivals> newDiscovery() {
    return new FolderDiscovery(folder, new DocumentMemory(LakePaths.of(lake), target, folder));
  }

  @Override
  public SimpleVersionedSerializer<Arrivals> stateSerializer() {
    return new ArrivalsSerializer();
  }

  @Override
  public PageReader newReader() {
    return split ->
        new DocumentPages(target, folder, maxBytes, ArrivalSplit.of(split), split.progress());
  }
}
