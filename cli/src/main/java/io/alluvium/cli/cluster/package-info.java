/** {@code alluvium cluster}. */
package io.alluvium.cli.cluster;
