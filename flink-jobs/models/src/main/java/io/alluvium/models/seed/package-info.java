/** CSV files that become tables of the lake. */
package io.alluvium.models.seed;
