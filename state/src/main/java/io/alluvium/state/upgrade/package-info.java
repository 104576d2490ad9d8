/** Watches a job that was changed. */
package io.alluvium.state.upgrade;
