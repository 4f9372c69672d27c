package io.llmcache.sample.desk;

import io.llmcache.LlmCached;
import io.llmcache.LlmPrompt;
import io.llmcache.sample.model.MeteredModel;

import org.springframework.stereotype.Service;

/**
 * Answers customers. All there is to caching is the annotation.
 */
@Service
public class SupportDesk {

	/** Name of the cache. */
	public static final String CACHE = "support";

	private final MeteredModel model;

	/**
	 * Opens the desk.
	 * @param model answers what the cache does not know
	 */
	public SupportDesk(MeteredModel model) {
		this.model = model;
	}

	/**
	 * Answers a question.
	 * @param question the customer's question
	 */
	@LlmCached(cache = CACHE, promptVersion = "v1", model = "${desk.model.name}")
	public String answer(@LlmPrompt String question) {
		return this.model.reply(question).text();
	}

}
