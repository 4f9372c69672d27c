/**
 * The Redis that the sample brings along.
 */
@NullMarked
package io.llmcache.sample.redis;

import org.jspecify.annotations.NullMarked;
