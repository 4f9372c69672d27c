/**
 * From answers to bytes and back, faithfully or not at all.
 */
@NullMarked
package io.llmcache.codec;

import org.jspecify.annotations.NullMarked;
