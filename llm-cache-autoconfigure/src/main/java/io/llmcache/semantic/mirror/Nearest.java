package io.llmcache.semantic.mirror;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import io.llmcache.key.Digest;
import io.llmcache.semantic.Sketch;

/**
 * The rows nearest to a sketch among those looked at so far. For one search.
 */
final class Nearest {

	private final long[] probe = new long[Sketch.WORDS];

	private final Rows[] rows;

	private final int[] numbers;

	private final int[] distances;

	private int size;

	/** Rows that differ in more bits are of no use. */
	private int bound;

	/** And so, all but surely, are those that differ in more bits of the first half. */
	private int halfBound;

	Nearest(Sketch probe, double floor, int limit) {
		probe.copyTo(this.probe, 0);
		this.bound = Sketch.reach(floor, Sketch.BITS);
		this.halfBound = Sketch.reach(floor, Sketch.BITS / 2);
		this.rows = new Rows[limit];
		this.numbers = new int[limit];
		this.distances = new int[limit];
	}

	void look(Rows candidates) {
		long[] words = candidates.words();
		int end = candidates.size() * Rows.PART;
		long w0 = this.probe[0];
		long w1 = this.probe[1];
		long w2 = this.probe[2];
		long w3 = this.probe[3];
		int most = this.halfBound;
		for (int at = 0; at < end; at += Rows.PART) {
			int half = Long.bitCount(words[at] ^ w0) + Long.bitCount(words[at + 1] ^ w1)
					+ Long.bitCount(words[at + 2] ^ w2) + Long.bitCount(words[at + 3] ^ w3);
			if (half <= most) {
				lookCloser(candidates, at / Rows.PART, half);
				most = this.halfBound;
			}
		}
	}

	private void lookCloser(Rows candidates, int row, int half) {
		long[] words = candidates.words();
		int at = candidates.start(1) + row * Rows.PART;
		int distance = half + Long.bitCount(words[at] ^ this.probe[4]) + Long.bitCount(words[at + 1] ^ this.probe[5])
				+ Long.bitCount(words[at + 2] ^ this.probe[6]) + Long.bitCount(words[at + 3] ^ this.probe[7]);
		if (distance <= this.bound) {
			insert(candidates, row, distance);
		}
	}

	private void insert(Rows candidates, int row, int distance) {
		int last = this.rows.length - 1;
		int index = Math.min(this.size, last);
		while (index > 0 && this.distances[index - 1] > distance) {
			this.rows[index] = this.rows[index - 1];
			this.numbers[index] = this.numbers[index - 1];
			this.distances[index] = this.distances[index - 1];
			index--;
		}
		this.rows[index] = candidates;
		this.numbers[index] = row;
		this.distances[index] = distance;
		this.size = Math.min(this.size + 1, last + 1);
		if (this.size > last) {
			this.bound = Math.min(this.bound, this.distances[last] - 1);
			this.halfBound = Math.min(this.halfBound, this.bound);
		}
	}

	List<Digest> digests() {
		// One that was replaced during the search may have been seen twice.
		Set<Digest> digests = new LinkedHashSet<>();
		for (int i = 0; i < this.size; i++) {
			digests.add(this.rows[i].digest(this.numbers[i]));
		}
		return List.copyOf(digests);
	}

}
