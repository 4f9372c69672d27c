/**
 * The same question in other words: who proposes answers, and who decides.
 */
@NullMarked
package io.llmcache.semantic;

import org.jspecify.annotations.NullMarked;
