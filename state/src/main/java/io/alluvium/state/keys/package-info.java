/** Reads what savepoints hold of keys, by restoring an operator's state and looking through it. */
package io.alluvium.state.keys;
