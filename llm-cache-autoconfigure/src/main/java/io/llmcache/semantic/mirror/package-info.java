/**
 * An index in the memory of the JVM, for any Redis: it mirrors the sketches of all
 * documents and hears of new ones over a stream.
 */
@NullMarked
package io.llmcache.semantic.mirror;

import org.jspecify.annotations.NullMarked;
