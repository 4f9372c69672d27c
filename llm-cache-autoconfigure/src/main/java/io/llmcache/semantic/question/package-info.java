/**
 * The question key for English: the same question in other words, told by rules a person
 * can read.
 */
@NullMarked
package io.llmcache.semantic.question;

import org.jspecify.annotations.NullMarked;
