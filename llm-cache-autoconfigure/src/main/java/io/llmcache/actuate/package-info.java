/**
 * What operators see and do through Actuator.
 */
@NullMarked
package io.llmcache.actuate;

import org.jspecify.annotations.NullMarked;
