package io.llmcache.semantic;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

/**
 * 512 bits that stand for a direction: on which side of 512 hyperplanes it lies. The
 * share of bits in which two sketches differ is, on average, the angle between their
 * vectors over &pi;. The hyperplanes are the same in every JVM and release, for sketches
 * are stored. Immutable.
 * <p>
 * Sign bits: Charikar, Similarity Estimation Techniques from Rounding Algorithms, 2002.
 * Hyperplanes by three rounds of random signs and Hadamard transform, which take n log n
 * additions and no matrix: Andoni and others, Practical and Optimal LSH for Angular
 * Distance, 2015.
 */
public final class Sketch {

	/** Number of bits. */
	public static final int BITS = 512;

	/** Number of words of 64 bits. */
	public static final int WORDS = BITS / Long.SIZE;

	/** Number of bytes. */
	public static final int BYTES = BITS / Byte.SIZE;

	private static final int ROUNDS = 3;

	/** Any other would void every sketch stored so far. */
	private static final long SEED = 0x6c6c6d2d63616368L;

	/** By size of the transform, a power of two. */
	private static final Map<Integer, float[][]> SIGNS = new ConcurrentHashMap<>();

	/** How far a distance is let stray from what is expected, in standard deviations. */
	private static final double DEVIATIONS = 4;

	private final long[] words;

	private Sketch(long[] words) {
		this.words = words;
	}

	/**
	 * The sketch of a vector. Takes about ten microseconds.
	 * @param vector the vector
	 */
	public static Sketch of(UnitVector vector) {
		float[] turned = turn(vector);
		long[] words = new long[WORDS];
		for (int bit = 0; bit < BITS; bit++) {
			if (turned[bit] > 0) {
				words[bit / Long.SIZE] |= 1L << bit;
			}
		}
		return new Sketch(words);
	}

	/**
	 * Additions of floats in a fixed order only: the same everywhere.
	 */
	private static float[] turn(UnitVector vector) {
		int size = Math.max(BITS, Integer.highestOneBit(2 * vector.dimension() - 1));
		float[] values = new float[size];
		for (int i = 0; i < vector.dimension(); i++) {
			values[i] = vector.component(i);
		}
		for (float[] signs : SIGNS.computeIfAbsent(size, Sketch::signs)) {
			for (int i = 0; i < size; i++) {
				values[i] *= signs[i];
			}
			transform(values);
		}
		return values;
	}

	private static void transform(float[] values) {
		for (int start = 0; start < values.length; start += 8) {
			transformEight(values, start);
		}
		for (int half = 8; half < values.length; half *= 2) {
			for (int start = 0; start < values.length; start += 2 * half) {
				for (int i = start; i < start + half; i++) {
					float sum = values[i] + values[i + half];
					values[i + half] = values[i] - values[i + half];
					values[i] = sum;
				}
			}
		}
	}

	// The first three steps of the loop, for which it takes most of the time.
	private static void transformEight(float[] values, int start) {
		float s0 = values[start] + values[start + 1];
		float s1 = values[start] - values[start + 1];
		float s2 = values[start + 2] + values[start + 3];
		float s3 = values[start + 2] - values[start + 3];
		float s4 = values[start + 4] + values[start + 5];
		float s5 = values[start + 4] - values[start + 5];
		float s6 = values[start + 6] + values[start + 7];
		float s7 = values[start + 6] - values[start + 7];
		values[start] = (s0 + s2) + (s4 + s6);
		values[start + 1] = (s1 + s3) + (s5 + s7);
		values[start + 2] = (s0 - s2) + (s4 - s6);
		values[start + 3] = (s1 - s3) + (s5 - s7);
		values[start + 4] = (s0 + s2) - (s4 + s6);
		values[start + 5] = (s1 + s3) - (s5 + s7);
		values[start + 6] = (s0 - s2) - (s4 - s6);
		values[start + 7] = (s1 - s3) - (s5 - s7);
	}

	private static float[][] signs(int size) {
		SplittableRandom random = new SplittableRandom(SEED);
		float[][] signs = new float[ROUNDS][size];
		for (float[] round : signs) {
			for (int i = 0; i < size; i++) {
				round[i] = (random.nextLong() < 0) ? -1 : 1;
			}
		}
		return signs;
	}

	/**
	 * Reads what {@link #bytes()} wrote.
	 * @param bytes the bytes
	 * @return null when they are no sketch
	 */
	public static @Nullable Sketch read(byte[] bytes) {
		if (bytes.length != BYTES) {
			return null;
		}
		long[] words = new long[WORDS];
		ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asLongBuffer().get(words);
		return new Sketch(words);
	}

	/**
	 * The bits, little-endian: {@link #BYTES} bytes.
	 */
	public byte[] bytes() {
		ByteBuffer target = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);
		target.asLongBuffer().put(this.words);
		return target.array();
	}

	/**
	 * Writes the bits.
	 * @param target where to
	 * @param offset index of the first of {@link #WORDS} words
	 */
	public void copyTo(long[] target, int offset) {
		System.arraycopy(this.words, 0, target, offset, WORDS);
	}

	/**
	 * Number of bits in which two sketches differ.
	 * @param other the other
	 */
	public int distance(Sketch other) {
		int distance = 0;
		for (int i = 0; i < WORDS; i++) {
			distance += Long.bitCount(this.words[i] ^ other.words[i]);
		}
		return distance;
	}

	/**
	 * In how many bits sketches of vectors of a cosine, or a higher one, differ at most:
	 * what is expected of that angle and four standard deviations.
	 * @param cosine the cosine
	 * @param bits how many bits of the sketches are compared
	 */
	public static int reach(double cosine, int bits) {
		double share = StrictMath.acos(Math.max(-1, Math.min(1, cosine))) / Math.PI;
		double deviation = Math.sqrt(bits * share * (1 - share));
		return (int) Math.min(bits, Math.ceil(bits * share + DEVIATIONS * deviation + 1));
	}

	@Override
	public boolean equals(Object other) {
		return other instanceof Sketch sketch && distance(sketch) == 0;
	}

	@Override
	public int hashCode() {
		return Long.hashCode(this.words[0]);
	}

}
