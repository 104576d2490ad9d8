/** {@code alluvium job}: jobs on a session cluster. */
package io.alluvium.cli.job;
