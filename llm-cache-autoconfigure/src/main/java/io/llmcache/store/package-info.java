/**
 * Stored answers, and the marks that void them, in Redis.
 */
@NullMarked
package io.llmcache.store;

import org.jspecify.annotations.NullMarked;
