package io.llmcache.sample.model;

import java.time.Duration;

import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.messages.SystemMessage;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.chat.metadata.Usage;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.openai.OpenAiChatModel;
import org.springframework.ai.openai.OpenAiChatOptions;

import org.springframework.util.StringUtils;

/**
 * A model behind an OpenAI-compatible service: OpenAI itself, Ollama, vLLM and many more.
 * The only class of the sample that knows Spring AI. Thread-safe.
 */
final class OpenAiModel implements LanguageModel {

	// Servers nearby want no key, the client insists on one.
	private static final String NO_KEY = "none";

	private final String name;

	private final ChatModel model;

	OpenAiModel(ModelProperties properties, ObservationRegistry observations) {
		this.name = properties.name();
		this.model = OpenAiChatModel.builder()
			.options(options(properties.apiKey(), properties.baseUrl(), properties.name(), properties.timeout()))
			.observationRegistry(observations)
			.build();
	}

	private static OpenAiChatOptions options(@Nullable String apiKey, @Nullable String baseUrl, String name,
			Duration timeout) {
		OpenAiChatOptions.Builder options = OpenAiChatOptions.builder();
		options.model(name);
		options.apiKey(StringUtils.hasText(apiKey) ? apiKey : NO_KEY);
		options.timeout(timeout);
		if (StringUtils.hasText(baseUrl)) {
			options.baseUrl(baseUrl);
		}
		return options.build();
	}

	@Override
	public String name() {
		return this.name;
	}

	@Override
	public Reply reply(String question) {
		ChatResponse response = call(new Prompt(new SystemMessage(Instructions.TEXT), new UserMessage(question)));
		Generation generation = response.getResult();
		String text = (generation != null) ? generation.getOutput().getText() : null;
		if (!StringUtils.hasText(text)) {
			throw new ModelException("The model's answer is empty", null);
		}
		return new Reply(text, tokens(response.getMetadata().getUsage(), question, text));
	}

	private ChatResponse call(Prompt prompt) {
		try {
			return this.model.call(prompt);
		}
		catch (RuntimeException ex) {
			throw new ModelException("The model's service did not answer: " + ex.getClass().getSimpleName(), ex);
		}
	}

	private static Tokens tokens(Usage usage, String question, String answer) {
		Tokens told = new Tokens(usage.getPromptTokens(), usage.getCompletionTokens());
		return (told.total() > 0) ? told : Tokens.estimate(question, answer);
	}

}
