/** The rules, by what they look at. */
package io.alluvium.doctor.rules;
