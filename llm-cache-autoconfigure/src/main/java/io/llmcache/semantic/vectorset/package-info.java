/**
 * Neighbours proposed by the vector sets of Redis 8.
 */
@NullMarked
package io.llmcache.semantic.vectorset;

import org.jspecify.annotations.NullMarked;
