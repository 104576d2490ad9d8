/** Says what becomes of a job's state where its plan is replaced with another. */
package io.alluvium.state.gate;
