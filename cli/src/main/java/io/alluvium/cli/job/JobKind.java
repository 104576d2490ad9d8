package io.alluvium.cli.job;

import io.alluvium.cdc.CdcJob;
import io.alluvium.ingest.documents.DocumentsJob;
import io.alluvium.ingest.files.FilesJob;
import io.alluvium.ingest.jdbc.JdbcJob;
import io.alluvium.ingest.rest.RestJob;
import io.alluvium.ingest.streams.StreamJob;

/** Jobs that are defined by a file. */
enum JobKind {
  stream(StreamJob.class),
  files(FilesJob.class),
  documents(DocumentsJob.class),
  jdbc(JdbcJob.class),
  rest(RestJob.class),
  cdc(CdcJob.class);

  private final Class<?> job;

  JobKind(Class<?> job) {
    this.job = job;
  }

  /** With a {@code main}. */
  Class<?> job() {
    return job;
  }
}
