/**
 * What the tests of all modules share: real Redis servers and ways to hurt them, other
 * JVMs, a fake model and a fake clock.
 */
@NullMarked
package io.llmcache.test;

import org.jspecify.annotations.NullMarked;
