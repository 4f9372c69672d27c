/**
 * The language model behind the desk, its usage and its price.
 */
@NullMarked
package io.llmcache.sample.model;

import org.jspecify.annotations.NullMarked;
