/** Documents and images of any type as rows. */
package io.alluvium.ingest.documents;
