package io.llmcache.key;

import org.jspecify.annotations.Nullable;

/**
 * Takes apart arguments of a type that the cache does not know, so that they can be part
 * of a key. Asked before everything else, so it may also replace what the cache would do
 * with a class. Thread-safe.
 */
public interface ArgumentEncoder {

	/**
	 * Whether this encoder takes the values of a class. Asked once per class; the answer
	 * must not change. Of several encoders the first that supports a class has it.
	 * @param type the class of a value, or the declared type of a parameter
	 */
	boolean supports(Class<?> type);

	/**
	 * Takes a value apart. The parts must hold <em>everything</em> on which the answer
	 * depends, or different requests get one answer; what they leave out (credentials,
	 * ids, clocks) does not matter to the key. Must not change or consume the value.
	 * @param value a value of a supported class
	 * @return what stands for it; the class of the value is added by the caller
	 * @throws RuntimeException when it cannot; the call then goes past the cache
	 */
	Parts encode(Object value);

	/**
	 * What stands for a value.
	 *
	 * @param form a value of the types that parameters may have, but not of a class that
	 * leads back to the same value: typically a list, a map or a record
	 * @param temperature the sampling temperature that the value asks for; null when it
	 * says nothing of it
	 * @param tools whether the value offers tools to the model
	 */
	record Parts(@Nullable Object form, @Nullable Number temperature, boolean tools) {

		/**
		 * A value that says nothing of temperature or tools.
		 * @param form what stands for it
		 */
		public static Parts of(@Nullable Object form) {
			return new Parts(form, null, false);
		}

	}

}
