package io.alluvium.ingest.files;

import io.alluvium.ingest.batch.BatchInlet;
import io.alluvium.ingest.batch.BronzeTarget;
import io.alluvium.ingest.batch.Discovery;
import io.alluvium.ingest.batch.LakePaths;
import io.alluvium.ingest.batch.PageReader;
import io.alluvium.ingest.folder.ArrivalSplit;
import io.alluvium.ingest.folder.Arrivals;
import io.alluvium.ingest.folder.ArrivalsSerializer;
import io.alluvium.ingest.folder.FolderDiscovery;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/** Files of records that land in a folder. */
record FilesInlet(String lake, BronzeTarget target, FilesSettings settings)
    implements BatchInlet<Arrivals> {
  private static final long serialVersionUID = 1L;

  @Override
  public boolean isBounded() {
    return settings.folder().bounded();
  }

  @Override
  public Discovery<Arrivals> newDiscovery() {
    return new FolderDiscovery(
        settings.folder(), new ReadBefore(LakePaths.of(lake), target, settings.folder()));
  }

  @Override
  public SimpleVersionedSerializer<Arrivals> stateSerializer() {
    return new ArrivalsSerializer();
  }

  @Override
  public PageReader newReader() {
    return split ->
        new FilePages(
            target, settings, ArrivalSplit.of(split), FileProgress.parse(split.progress()));
  }
}
