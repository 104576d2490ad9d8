/** Tables that the sides of a comparison read, made beforehand. */
package io.alluvium.benchmarks.tables;
