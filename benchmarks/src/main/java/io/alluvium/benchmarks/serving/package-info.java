/** What the legs of serving write to stores, and how they look at it there. */
package io.alluvium.benchmarks.serving;
