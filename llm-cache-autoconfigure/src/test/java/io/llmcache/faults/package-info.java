/**
 * The faults that the cache must survive, on real servers and between real JVMs, seen
 * through an annotated bean of an application.
 */
@NullMarked
package io.llmcache.faults;

import org.jspecify.annotations.NullMarked;
