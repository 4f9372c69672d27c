package io.llmcache.key;

import org.jspecify.annotations.Nullable;

/**
 * How the values of one class are written. Thread-safe; holds no reference to the
 * {@link Forms} it came from, so that a class can outlive them.
 */
interface Form {

	/**
	 * Writes a value.
	 * @param value a value of the class
	 * @param encoding where to
	 * @throws Unkeyable when this value cannot be written
	 * @throws RuntimeException when reading the value fails
	 */
	void write(Object value, Encoding encoding);

	/**
	 * Why values of the class cannot be written; null when they can.
	 */
	default @Nullable Refusal refusal() {
		return null;
	}

	/**
	 * Why something cannot be part of a key.
	 *
	 * @param problem a clause with the type as its subject
	 * @param remedy a sentence without its full stop
	 */
	record Refusal(String problem, String remedy) implements Form {

		@Override
		public void write(Object value, Encoding encoding) {
			throw new Unkeyable(this.problem + ". " + this.remedy);
		}

		@Override
		public Refusal refusal() {
			return this;
		}

	}

}
