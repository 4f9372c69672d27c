package io.llmcache.semantic.mirror;

import org.jspecify.annotations.Nullable;

/**
 * Some documents of one scope that came one after the other.
 */
final class Block {

	/** The most documents in a block. */
	static final int ROWS = 256;

	final Group group;

	/** By which {@link Places} finds it. */
	final int number;

	volatile Rows rows = Rows.NONE;

	/** Neighbours in the order of the tenant; see there. */
	@Nullable Block older;

	@Nullable Block newer;

	Block(Group group, int number) {
		this.group = group;
		this.number = number;
	}

}
