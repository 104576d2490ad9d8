/**
 * What the work costs, in CPU seconds, against peers and against the limit of the machine. Every
 * side runs in a process of its own with its own libraries.
 */
package io.alluvium.benchmarks;
