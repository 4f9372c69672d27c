/**
 * The wiring; nobody imports it.
 */
@NullMarked
package io.llmcache.autoconfigure;

import org.jspecify.annotations.NullMarked;
