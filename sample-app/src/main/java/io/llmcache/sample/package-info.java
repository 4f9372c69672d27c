/**
 * The support desk of a bank: the cache at work on real questions.
 */
@NullMarked
package io.llmcache.sample;

import org.jspecify.annotations.NullMarked;
