/**
 * Many questions from many threads, and a report of what came of them.
 */
@NullMarked
package io.llmcache.sample.replay;

import org.jspecify.annotations.NullMarked;
