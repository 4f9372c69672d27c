package io.llmcache.semantic;

/**
 * Conversion between binary32 and binary16 (IEEE 754), which the JDK has from 20 on only.
 */
final class Half {

	private static final int SMALLEST_NORMAL = 0x38800000;

	private static final int INFINITY = 0x47800000;

	/** 2^-24: the value of the last bit of a subnormal. */
	private static final float SUBNORMAL_UNIT = 0x1p-24f;

	private Half() {
	}

	/** The nearest binary16, ties to even; infinity beyond its range. */
	static short of(float value) {
		int bits = Float.floatToRawIntBits(value);
		int sign = (bits >>> 16) & 0x8000;
		int magnitude = bits & 0x7fffffff;
		if (magnitude > 0x7f800000) {
			return (short) (sign | 0x7e00);
		}
		if (magnitude < SMALLEST_NORMAL) {
			return (short) (sign | (int) Math.rint(Math.abs(value) / SUBNORMAL_UNIT));
		}
		// Rounds to the ten bits that stay; a carry moves into the exponent, as it
		// should.
		int rounded = magnitude + 0xfff + ((magnitude >>> 13) & 1);
		return (short) (sign | ((rounded >= INFINITY) ? 0x7c00 : (rounded - 0x38000000) >>> 13));
	}

	static float toFloat(short half) {
		int sign = (half & 0x8000) << 16;
		int exponent = (half >>> 10) & 0x1f;
		int fraction = half & 0x3ff;
		if (exponent == 0) {
			float magnitude = fraction * SUBNORMAL_UNIT;
			return (sign != 0) ? -magnitude : magnitude;
		}
		int biased = (exponent == 0x1f) ? 0xff : exponent + 112;
		return Float.intBitsToFloat(sign | biased << 23 | fraction << 13);
	}

}
