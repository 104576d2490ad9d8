/** Commands about the state of jobs. */
package io.alluvium.cli.state;
