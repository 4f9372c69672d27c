package io.llmcache.key;

/**
 * The bytes that say what follows. They are part of every digest: to change one is to
 * lose all entries, so new ones go to the end.
 */
final class Tag {

	// Domains: what a digest stands for.

	static final byte BASE = 1;

	static final byte SCOPE = 2;

	static final byte REQUEST = 3;

	static final byte TENANT = 4;

	static final byte PART = 5;

	static final byte FIELDS = 6;

	static final byte QUESTION = 7;

	static final byte TERMS = 8;

	// Values.

	static final byte NULL = 16;

	static final byte TEXT = 17;

	static final byte TRUE = 18;

	static final byte FALSE = 19;

	static final byte BYTE = 20;

	static final byte SHORT = 21;

	static final byte INT = 22;

	static final byte LONG = 23;

	static final byte FLOAT = 24;

	static final byte DOUBLE = 25;

	static final byte CHAR = 26;

	static final byte BYTES = 27;

	/** A type name and its text. */
	static final byte SCALAR = 28;

	static final byte ENUM = 29;

	static final byte EMPTY = 30;

	static final byte PRESENT = 31;

	static final byte LIST = 32;

	static final byte SET = 33;

	static final byte MAP = 34;

	static final byte ARRAY = 35;

	static final byte DATA = 36;

	/** What an {@link ArgumentEncoder} made of a value. */
	static final byte ENCODED = 37;

	/** Ends a list. */
	static final byte END = 38;

	static final byte JSON_OBJECT = 39;

	static final byte JSON_ARRAY = 40;

	static final byte JSON_NUMBER = 41;

	static final byte JSON_TEXT = 42;

	static final byte JSON_NULL = 43;

	static final byte JSON_MISSING = 44;

	static final byte JSON_BINARY = 45;

	static final byte JSON_VALUE = 46;

	static final byte JSON_TRUE = 47;

	static final byte JSON_FALSE = 48;

	// Chunks of a text.

	static final byte LATIN1 = 64;

	static final byte UTF16 = 65;

	// What a request consists of.

	static final byte POSITIONAL = 80;

	static final byte NAMED = 81;

	static final byte KEY_EXPRESSION = 82;

	static final byte PROMPT = 83;

	private Tag() {
	}

}
