/**
 * The story of a call: what is served, who loads, what is stored.
 */
@NullMarked
package io.llmcache.engine;

import org.jspecify.annotations.NullMarked;
