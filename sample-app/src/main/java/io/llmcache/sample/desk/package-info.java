/**
 * The cached service, and the page and JSON in front of it.
 */
@NullMarked
package io.llmcache.sample.desk;

import org.jspecify.annotations.NullMarked;
