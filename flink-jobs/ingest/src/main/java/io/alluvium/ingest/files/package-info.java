/** Files of records that land in a folder: each is taken once, when it is complete. */
package io.alluvium.ingest.files;
