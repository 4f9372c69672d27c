package io.llmcache.semantic;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * A text while it is judged: guards that read it in the same way read it once. Not
 * thread-safe, not kept beyond one decision.
 */
public final class Wording {

	private final String text;

	private final Map<Class<?>, Object> readings = new HashMap<>(4);

	/**
	 * A text that nobody has read yet.
	 * @param text the text
	 */
	public Wording(String text) {
		this.text = text;
	}

	/**
	 * The text.
	 */
	public String text() {
		return this.text;
	}

	/**
	 * The text as some guards read it.
	 * @param form what reading it yields
	 * @param reader reads it, at most once
	 * @param <T> what reading it yields
	 */
	public <T> T as(Class<T> form, Function<String, T> reader) {
		return form.cast(this.readings.computeIfAbsent(form, (first) -> reader.apply(this.text)));
	}

	/** Leaves the text out. */
	@Override
	public String toString() {
		return "Wording[" + this.text.length() + " characters]";
	}

}
