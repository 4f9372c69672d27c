/**
 * Figures of the cache, each taken as a ratio or a count in one run.
 */
@NullMarked
package io.llmcache.benchmarks;

import org.jspecify.annotations.NullMarked;
