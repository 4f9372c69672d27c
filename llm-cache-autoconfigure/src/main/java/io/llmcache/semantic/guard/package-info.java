/**
 * What speaks against serving one English question's answer for another.
 */
@NullMarked
package io.llmcache.semantic.guard;

import org.jspecify.annotations.NullMarked;
