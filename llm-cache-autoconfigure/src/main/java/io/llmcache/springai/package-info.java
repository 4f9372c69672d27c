/**
 * What the cache knows about Spring AI.
 */
@NullMarked
package io.llmcache.springai;

import org.jspecify.annotations.NullMarked;
