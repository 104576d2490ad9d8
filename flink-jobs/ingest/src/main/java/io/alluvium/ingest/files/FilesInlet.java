package io.alluvium.ingest.files;

import io.alluvium.ingest.batch.BatchInlet;
import io.alluvium.ingest.batch.BronzeTarget;
import io.alluvium.ingest.batch.Discovery;
import io.alluvium.ingest.batch.LakePaths;
import io.alluvium.ingest.batch.PageReader;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/** Files of records that land in a folder. */
record FilesInlet(String lake, BronzeTarget target, FilesSettings settings)
    implements BatchInlet<Arrivals> {
  private static final long serialVersionUID = 1L;

  @Override
  public boolean isBounded() {
    return settings.bounded();
  }

  @Override
  public Discovery<Arrivals> newDiscovery() {
    return new FilesDiscovery(
        settings, new ReadBefore(LakePaths.of(lake), target, settings.folder()));
  }

  @Override
  public SimpleVersionedSerializer<Arrivals> stateSerializer() {
    return new ArrivalsSerializer();
  }

  @Override
  public PageReader newReader() {
    return split ->
        new FilePages(
            target,
            settings,
            FileWork.file(split),
            FileWork.isRefused(split),
            FileProgress.parse(split.progress()));
  }
}
