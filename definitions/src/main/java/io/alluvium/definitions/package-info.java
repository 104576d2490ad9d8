/** The YAML files that users write: read, checked, and every mistake named with its line. */
package io.alluvium.definitions;
