/**
 * Random histories of several JVMs on one Redis, recorded as they happen, and the proof
 * over each that the cache kept its promises.
 */
@NullMarked
package io.llmcache.history;

import org.jspecify.annotations.NullMarked;
