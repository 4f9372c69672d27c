package io.llmcache.semantic.mirror;

import java.util.Comparator;

import io.llmcache.key.Digest;
import org.jspecify.annotations.Nullable;

/**
 * Whose documents they are: blocks in the order in which they last grew. Not thread-safe.
 */
final class Tenant {

	/** The largest comes last; among equals, who came first. */
	static final Comparator<Tenant> BY_SIZE = Comparator.<Tenant>comparingInt((tenant) -> tenant.documents)
		.thenComparing((tenant) -> -tenant.number);

	final Digest digest;

	private final long number;

	/** Not to be changed while a sorted set holds it. */
	int documents;

	private @Nullable Block oldest;

	private @Nullable Block newest;

	Tenant(Digest digest, long number) {
		this.digest = digest;
		this.number = number;
	}

	/** The block that has not grown for longest. */
	@Nullable Block oldest() {
		return this.oldest;
	}

	/** A block, new or not, has grown. */
	void hasGrown(Block block) {
		if (block != this.newest) {
			drop(block);
			block.older = this.newest;
			if (this.newest != null) {
				this.newest.newer = block;
			}
			this.newest = block;
			if (this.oldest == null) {
				this.oldest = block;
			}
		}
	}

	/** Takes a block out, if it is in. */
	void drop(Block block) {
		Block older = block.older;
		Block newer = block.newer;
		if (older != null) {
			older.newer = newer;
		}
		else if (this.oldest == block) {
			this.oldest = newer;
		}
		if (newer != null) {
			newer.older = older;
		}
		else if (this.newest == block) {
			this.newest = older;
		}
		block.older = null;
		block.newer = null;
	}

}
