/** Reads what a savepoint or checkpoint says of the state that it holds. */
package io.alluvium.state.savepoint;
