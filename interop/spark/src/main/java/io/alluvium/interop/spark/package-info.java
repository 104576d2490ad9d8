/** Apache Spark in a process of its own, spoken to in lines of JSON. */
package io.alluvium.interop.spark;
