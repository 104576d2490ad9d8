/** Files that land in a folder: which have arrived, and that each is taken once. */
package io.alluvium.ingest.folder;
