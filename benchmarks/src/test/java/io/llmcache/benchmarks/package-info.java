/**
 * Tests of what the figures are made with.
 */
@NullMarked
package io.llmcache.benchmarks;

import org.jspecify.annotations.NullMarked;
