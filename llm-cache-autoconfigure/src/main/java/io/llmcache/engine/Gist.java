package io.llmcache.engine;

import io.llmcache.semantic.SemanticLayer.Draft;
import io.llmcache.semantic.SemanticLayer.Match;
import org.jspecify.annotations.Nullable;

/**
 * What a load knows of its question.
 *
 * @param draft what is to be kept of it
 * @param shadow an answer that would have been served; null for none
 */
record Gist(Draft draft, @Nullable Match shadow) {

	static final Gist NONE = new Gist(Draft.NONE, null);

}
