/** Records of a REST interface, page by page, each page whole or not at all. */
package io.alluvium.ingest.rest;
