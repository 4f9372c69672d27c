package io.llmcache.semantic;

import org.jspecify.annotations.Nullable;

/**
 * What embeds and proposes, as far as there is something that has proved itself.
 * Thread-safe.
 */
public interface VectorSource {

	/**
	 * What embeds and proposes; null while there is nothing.
	 */
	@Nullable Vectors vectors();

	/**
	 * One clause for people: what is in use and why, or what is missing.
	 */
	String state();

}
