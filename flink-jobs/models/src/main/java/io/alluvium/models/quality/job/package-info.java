/** What a running job does with rows that break a rule. */
package io.alluvium.models.quality.job;
