/** {@code alluvium serving}. */
package io.alluvium.cli.serving;
