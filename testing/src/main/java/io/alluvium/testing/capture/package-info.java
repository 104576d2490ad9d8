/** Compares what a capture wrote with the database it is of. */
package io.alluvium.testing.capture;
