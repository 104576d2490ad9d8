/** {@code alluvium models}: a project of SQL models, listed, compiled and run. */
package io.alluvium.cli.models;
