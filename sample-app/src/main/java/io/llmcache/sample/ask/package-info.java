/**
 * A few questions asked on the command line, and how each answer came about.
 */
@NullMarked
package io.llmcache.sample.ask;

import org.jspecify.annotations.NullMarked;
