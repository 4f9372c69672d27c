/**
 * From the arguments of a call to its operation, scope, prompt and digest.
 */
@NullMarked
package io.llmcache.key;

import org.jspecify.annotations.NullMarked;
