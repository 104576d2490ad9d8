/** {@code alluvium quarantine}: rows of models that break a rule. */
package io.alluvium.cli.quarantine;
