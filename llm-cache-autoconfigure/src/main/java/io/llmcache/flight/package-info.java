/**
 * One load per digest: callers of a JVM share a flight, JVMs wait for one another.
 */
@NullMarked
package io.llmcache.flight;

import org.jspecify.annotations.NullMarked;
