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

	/** Rows farther away than this are of no use. */
	private int bound;

	Nearest(Sketch probe, int reach, int limit) {
		probe.copyTo(this.probe, 0);
		this.bound = (limit > 0) ? reach : -1;
		this.rows = new Rows[limit];
		this.numbers = new int[limit];
		this.distances = new int[limit];
	}

	void look(Rows candidates) {
		long[] words = candidates.words();
		int count = candidates.size();
		long w0 = this.probe[0];
		long w1 = this.probe[1];
		long w2 = this.probe[2];
		long w3 = this.probe[3];
		for (int row = 0; row < count; row++) {
			int at = row * Sketch.WORDS;
			// Half of the bits tell of most rows that they are too far away.
			int half = Long.bitCount(words[at] ^ w0) + Long.bitCount(words[at + 1] ^ w1)
					+ Long.bitCount(words[at + 2] ^ w2) + Long.bitCount(words[at + 3] ^ w3);
			if (half <= this.bound) {
				int distance = half + secondHalf(words, at);
				if (distance <= this.bound) {
					insert(candidates, row, distance);
				}
			}
		}
	}

	private int secondHalf(long[] words, int at) {
		return Long.bitCount(words[at + 4] ^ this.probe[4]) + Long.bitCount(words[at + 5] ^ this.probe[5])
				+ Long.bitCount(words[at + 6] ^ this.probe[6]) + Long.bitCount(words[at + 7] ^ this.probe[7]);
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
