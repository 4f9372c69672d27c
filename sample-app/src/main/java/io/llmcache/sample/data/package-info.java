/**
 * The customers' questions that come with the sample.
 */
@NullMarked
package io.llmcache.sample.data;

import org.jspecify.annotations.NullMarked;
