/** Figures of series of measurements. */
package io.alluvium.udfs.series;
