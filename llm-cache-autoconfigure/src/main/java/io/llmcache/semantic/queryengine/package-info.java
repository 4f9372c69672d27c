/**
 * Neighbours proposed by Redis' query engine.
 */
@NullMarked
package io.llmcache.semantic.queryengine;

import org.jspecify.annotations.NullMarked;
