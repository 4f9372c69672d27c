/**
 * From annotated methods and programmatic requests to steps of the engine and back.
 */
@NullMarked
package io.llmcache.intercept;

import org.jspecify.annotations.NullMarked;
