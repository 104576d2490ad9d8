/** What becomes of a job's state when the job is changed. */
package io.alluvium.state;
