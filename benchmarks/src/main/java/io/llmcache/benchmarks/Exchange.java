package io.llmcache.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.Supplier;

import org.springframework.context.ConfigurableApplicationContext;

/**
 * Questions of one size, all answered beforehand, and the ways to have them answered
 * again. Thread-safe.
 */
final class Exchange {

	/** Several, so that nothing can be gained by remembering the last one. */
	private static final int QUESTIONS = 64;

	private final int size;

	private final BareRedis redis;

	private final Model model;

	private final Assistant assistant;

	private final Assistant cacheable;

	private final List<String> questions = new ArrayList<>();

	private final List<String> keys = new ArrayList<>();

	private final List<byte[]> jsonKeys = new ArrayList<>();

	/**
	 * Has all questions answered and checks that they are not asked again.
	 * @param context the application under measurement
	 * @param redis its Redis
	 * @param size size of a question in bytes
	 */
	Exchange(ConfigurableApplicationContext context, BareRedis redis, int size) {
		this.size = size;
		this.redis = redis;
		this.model = context.getBean(Model.class);
		this.assistant = context.getBean(Assistant.LLM_CACHE, Assistant.class);
		this.cacheable = context.getBean(Assistant.CACHEABLE, Assistant.class);
		for (int i = 0; i < QUESTIONS; i++) {
			prepare(i);
		}
		hitting(() -> contenders().map(this::verified));
		verified(this::decoded);
	}

	private void prepare(int number) {
		String question = Text.of(this.size * 1000L + number, this.size);
		String answer = Model.answerTo(question);
		this.questions.add(question);
		this.keys.add("text:" + this.size + ":" + number);
		this.jsonKeys.add(BareRedis.bytes("json:" + this.size + ":" + number));
		this.redis.put(this.keys.get(number), answer);
		this.redis.putJson(this.jsonKeys.get(number), answer);
		this.assistant.answer(question);
		this.cacheable.answer(question);
	}

	private IntFunction<String> verified(IntFunction<String> call) {
		for (int i = 0; i < QUESTIONS; i++) {
			if (!Model.answerTo(this.questions.get(i)).equals(call.apply(i))) {
				throw new IllegalStateException("Not the answer to this question");
			}
		}
		return call;
	}

	int size() {
		return this.size;
	}

	Contenders<IntFunction<String>> contenders() {
		return new Contenders<>((i) -> this.redis.get(this.keys.get(i % QUESTIONS)), this::hit,
				(i) -> this.cacheable.answer(this.questions.get(i % QUESTIONS)));
	}

	String hit(int number) {
		return this.assistant.answer(this.questions.get(number % QUESTIONS));
	}

	/** GET of bytes, decoded from JSON by the caller. */
	String decoded(int number) {
		return this.redis.getJson(this.jsonKeys.get(number % QUESTIONS));
	}

	/**
	 * Takes a measurement during which nobody calls the model, or it was no hit that was
	 * measured.
	 */
	<T> T hitting(Supplier<T> measurement) {
		this.model.reset(0);
		T result = measurement.get();
		if (this.model.calls() > 0) {
			throw new IllegalStateException(this.model.calls() + " calls were no hits");
		}
		return result;
	}

	static void check(String answer) {
		if (answer.length() != Model.ANSWER) {
			throw new IllegalStateException("Not an answer");
		}
	}

}
