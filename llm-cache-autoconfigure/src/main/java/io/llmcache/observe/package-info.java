/**
 * What Micrometer sees of the cache: meters and observations.
 */
@NullMarked
package io.llmcache.observe;

import org.jspecify.annotations.NullMarked;
