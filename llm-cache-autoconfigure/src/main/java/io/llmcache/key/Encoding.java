package io.llmcache.key;

import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The writing of the arguments of one request. Not thread-safe.
 */
final class Encoding {

	/** How deeply containers and objects may be nested. */
	static final int MAX_DEPTH = 32;

	private final Digester digester;

	private final Forms forms;

	private Feed feed;

	private @Nullable Object @Nullable [] path;

	private int depth;

	private boolean varied;

	private boolean temperatureKnown;

	private boolean tools;

	Encoding(Digester digester, Forms forms, Feed feed) {
		this.digester = digester;
		this.forms = forms;
		this.feed = feed;
	}

	/**
	 * Where the form of the value at hand goes.
	 */
	Feed feed() {
		return this.feed;
	}

	/**
	 * Whether an encoder saw a temperature above zero.
	 */
	boolean varied() {
		return this.varied;
	}

	/**
	 * Whether an encoder saw any temperature.
	 */
	boolean temperatureKnown() {
		return this.temperatureKnown;
	}

	/**
	 * Whether an encoder saw tools.
	 */
	boolean tools() {
		return this.tools;
	}

	void write(@Nullable Object value) {
		if (value == null) {
			this.feed.tag(Tag.NULL);
		}
		else if (value instanceof String text) {
			this.feed.text(text);
		}
		else {
			this.forms.of(value.getClass()).write(value, this);
		}
	}

	/**
	 * Notes what an encoder saw, and writes what it made of the value.
	 */
	void write(ArgumentEncoder.Parts parts) {
		this.varied |= Temperature.varies(parts.temperature());
		this.temperatureKnown |= parts.temperature() != null;
		this.tools |= parts.tools();
		write(parts.form());
	}

	/**
	 * The digest of what is written meanwhile, for containers without an order.
	 */
	byte[] part(Runnable writing) {
		Feed outer = this.feed;
		Feed inner = this.digester.feed(Tag.PART, outer.room());
		this.feed = inner;
		try {
			writing.run();
		}
		finally {
			this.feed = outer;
		}
		outer.spend(outer.room() - inner.room());
		byte[] digest = new byte[Digest.LENGTH];
		inner.finish().copyTo(digest, 0);
		return digest;
	}

	/**
	 * Goes into an object that holds others; {@link #leave()} goes back.
	 * @throws Unkeyable when it is within itself or too deep
	 */
	void enter(Object holder) {
		if (this.path == null) {
			this.path = new Object[MAX_DEPTH];
		}
		for (int i = 0; i < this.depth; i++) {
			if (this.path[i] == holder) {
				throw new Unkeyable(holder.getClass().getName() + " contains itself. "
						+ "Break the cycle, or set key= to what tells the requests apart");
			}
		}
		if (this.depth == MAX_DEPTH) {
			throw new Unkeyable(holder.getClass().getName() + " lies deeper than " + MAX_DEPTH + " levels. "
					+ "Pass a flatter object, or set key= to what tells the requests apart");
		}
		this.path[this.depth++] = holder;
	}

	void leave() {
		if (this.path != null) {
			this.path[--this.depth] = null;
		}
	}

	/**
	 * Writes digests so that their order does not matter.
	 */
	void sorted(List<byte[]> digests) {
		digests.sort(Arrays::compareUnsigned);
		this.feed.number(digests.size());
		digests.forEach(this.feed::bytes);
	}

}
