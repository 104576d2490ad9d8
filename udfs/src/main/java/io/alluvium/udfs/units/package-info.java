/** Conversion of units. */
package io.alluvium.udfs.units;
