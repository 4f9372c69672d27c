/**
 * The words a user of the cache meets: annotations, requests, outcomes, properties.
 */
@NullMarked
package io.llmcache;

import org.jspecify.annotations.NullMarked;
