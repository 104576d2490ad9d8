/** Reads Flink's compiled plans, and tells what state each operator has and what it is made of. */
package io.alluvium.state.plan;
