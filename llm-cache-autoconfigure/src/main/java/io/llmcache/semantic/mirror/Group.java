package io.llmcache.semantic.mirror;

import java.util.Arrays;

import io.llmcache.key.Digest;
import org.jspecify.annotations.Nullable;

/**
 * The documents of one scope. Read without a lock: the array is replaced, never changed.
 */
final class Group {

	private static final Block[] NONE = {};

	final Digest scope;

	final Tenant tenant;

	private volatile Block[] blocks = NONE;

	Group(Digest scope, Tenant tenant) {
		this.scope = scope;
		this.tenant = tenant;
	}

	Block[] blocks() {
		return this.blocks;
	}

	@Nullable Block latest() {
		Block[] current = this.blocks;
		return (current.length > 0) ? current[current.length - 1] : null;
	}

	void add(Block block) {
		Block[] current = this.blocks;
		Block[] longer = Arrays.copyOf(current, current.length + 1);
		longer[current.length] = block;
		this.blocks = longer;
	}

	void remove(Block block) {
		this.blocks = Arrays.stream(this.blocks).filter((each) -> each != block).toArray(Block[]::new);
	}

	boolean isEmpty() {
		return this.blocks.length == 0;
	}

}
