package io.llmcache.semantic;

import java.util.Arrays;
import java.util.HexFormat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * 512 bits of a direction.
 */
class SketchTests {

	private static final int SAMPLES = 120;

	@ParameterizedTest
	@CsvSource({ "384, 0.99", "384, 0.97", "384, 0.9", "384, 0.5", "384, 0", "384, -0.7", "8, 0.9", "100, 0.97",
			"512, 0.97", "513, 0.97", "768, 0.97", "1536, 0.97", "3072, 0.97" })
	void theDistanceIsThatOfTheAngle(int dimension, double cosine) {
		TestVectors vectors = new TestVectors(3, dimension);
		double expected = Sketch.BITS * Math.acos(cosine) / Math.PI;
		int[] distances = new int[SAMPLES];
		for (int i = 0; i < SAMPLES; i++) {
			UnitVector one = vectors.any();
			distances[i] = Sketch.of(one).distance(Sketch.of(vectors.near(one, cosine)));
		}

		assertThat(Arrays.stream(distances).average().orElseThrow()).isCloseTo(expected, within(3.0));
		assertThat(Arrays.stream(distances).max().orElseThrow()).isLessThanOrEqualTo(Sketch.reach(cosine, Sketch.BITS));
	}

	/** Models give some components far more weight than others. */
	@ParameterizedTest
	@ValueSource(ints = { 384, 1536 })
	void theDistanceIsThatOfTheAngleForFewAndHeavyComponents(int dimension) {
		for (int i = 0; i < SAMPLES; i++) {
			float[] one = new float[dimension];
			one[i] = 1;
			float[] other = one.clone();
			other[(i + 7) % dimension] = (float) Math.tan(Math.acos(0.97));

			int distance = Sketch.of(UnitVector.of(one)).distance(Sketch.of(UnitVector.of(other)));

			assertThat(distance).isBetween(5, Sketch.reach(0.97, Sketch.BITS));
		}
	}

	@Test
	void mostOfWhatIsFarAwayIsOutOfReach() {
		TestVectors vectors = new TestVectors(4, 384);
		UnitVector one = vectors.any();
		int within = 0;
		for (int i = 0; i < SAMPLES; i++) {
			int distance = Sketch.of(one).distance(Sketch.of(vectors.near(one, 0.8)));
			within += (distance <= Sketch.reach(0.97, Sketch.BITS)) ? 1 : 0;
		}

		assertThat(within).isLessThan(SAMPLES / 20);
	}

	@Test
	void theReachGrowsWithTheAngle() {
		assertThat(Sketch.reach(1, Sketch.BITS)).isEqualTo(1);
		assertThat(Sketch.reach(0.97, Sketch.BITS)).isBetween(60, 70);
		assertThat(Sketch.reach(-1, Sketch.BITS)).isEqualTo(Sketch.BITS);
		assertThat(Sketch.reach(2, Sketch.BITS)).isEqualTo(Sketch.reach(1, Sketch.BITS));
	}

	/** Stored sketches outlive releases. */
	@Test
	void theBitsNeverChange() {
		float[] components = new float[384];
		for (int i = 0; i < components.length; i++) {
			components[i] = (i * 37 % 101) - 50;
		}

		byte[] bytes = Sketch.of(UnitVector.of(components)).bytes();

		assertThat(HexFormat.of().formatHex(bytes))
			.isEqualTo("fc754eb9e53d0b568bc8c01311f79329fa95aa532abdef72525a66dc694c318e"
					+ "5e4f01b301400b6e2cbafe0bbf4a9b830aba095262b8ca0afb769b9098cd54a1");
	}

	@Test
	void bytesAreReadBack() {
		Sketch sketch = Sketch.of(new TestVectors(1, 384).any());

		assertThat(sketch.bytes()).hasSize(Sketch.BYTES);
		assertThat(Sketch.read(sketch.bytes())).isEqualTo(sketch).hasSameHashCodeAs(sketch);
		assertThat(Sketch.of(new TestVectors(2, 384).any())).isNotEqualTo(sketch);
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 63, 65, 1_000 })
	void bytesOfAnotherLengthAreNone(int length) {
		assertThat(Sketch.read(new byte[length])).isNull();
	}

}
