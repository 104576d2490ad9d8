/** {@code alluvium doctor}: looks at a configuration without connecting to anything. */
package io.alluvium.cli.doctor;
