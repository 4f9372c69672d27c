package io.llmcache.semantic;

import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

class UnitVectorTests {

	private final Random random = new Random(1);

	@Test
	void cosinesOfDirectionsThatPeopleCanSee() {
		UnitVector east = UnitVector.of(new float[] { 3, 0 });
		assertThat(east.cosine(UnitVector.of(new float[] { 7, 0 }))).isEqualTo(1);
		assertThat(east.cosine(UnitVector.of(new float[] { 0, 2 }))).isZero();
		assertThat(east.cosine(UnitVector.of(new float[] { -1, 0 }))).isEqualTo(-1);
		assertThat(east.cosine(UnitVector.of(new float[] { 1, 1 }))).isCloseTo(Math.sqrt(0.5), within(1e-7));
	}

	@ParameterizedTest
	@ValueSource(ints = { 384, 768, 1_536, 4_096 })
	void halvesMoveACosineByLessThanOneInTenThousand(int dimension) {
		for (int i = 0; i < 100; i++) {
			UnitVector one = random(dimension);
			UnitVector other = (i % 2 == 0) ? random(dimension) : near(one);
			UnitVector stored = UnitVector.read(one.halves(), dimension);
			assertThat(stored.cosine(other)).isCloseTo(one.cosine(other), within(1e-4));
			assertThat(stored.cosine(one)).isCloseTo(1, within(1e-6));
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 3, 10, 100 })
	void halvesMoveNoCosineByMoreThanTheyRound(int dimension) {
		for (int i = 0; i < 100; i++) {
			UnitVector one = random(dimension);
			UnitVector other = random(dimension);
			UnitVector stored = UnitVector.read(one.halves(), dimension);
			assertThat(stored.cosine(other)).isCloseTo(one.cosine(other), within(0x1p-10));
		}
	}

	@Test
	void floatsMoveNothing() {
		for (int i = 0; i < 100; i++) {
			UnitVector vector = random(384);
			assertThat(UnitVector.read(vector.floats(), 384).cosine(vector)).isCloseTo(1, within(1e-7));
		}
	}

	@Test
	void aCosineIsTheSameBothWaysAndNeverBeyondOne() {
		for (int i = 0; i < 2_000; i++) {
			UnitVector one = random(1 + this.random.nextInt(20));
			UnitVector other = near(one);
			assertThat(one.cosine(other)).isEqualTo(other.cosine(one)).isBetween(-1.0, 1.0);
			assertThat(one.cosine(one)).isBetween(1 - 1e-6, 1.0);
		}
	}

	@Test
	void lengthDoesNotMatter() {
		float[] raw = { 0.1f, -0.2f, 0.3f };
		for (float length : new float[] { 1e-38f, 1e-20f, 1, 1e20f, 1e38f }) {
			float[] longer = { raw[0] * length, raw[1] * length, raw[2] * length };
			assertThat(UnitVector.of(longer).cosine(UnitVector.of(raw))).isCloseTo(1, within(1e-6));
		}
	}

	@Test
	void whatHasNoDirectionIsRefused() {
		float[][] refused = { {}, { 0, 0 }, { -0f }, { 1, Float.NaN }, { Float.POSITIVE_INFINITY, 1 },
				{ Float.NEGATIVE_INFINITY }, { Float.NaN, Float.POSITIVE_INFINITY } };
		for (float[] raw : refused) {
			assertThatIllegalArgumentException().isThrownBy(() -> UnitVector.of(raw));
		}
	}

	@Test
	void theArrayOfTheModelIsNeitherKeptNorChanged() {
		float[] raw = { 3, 4 };
		UnitVector vector = UnitVector.of(raw);
		assertThat(raw).containsExactly(3, 4);
		raw[0] = -100;
		assertThat(vector.component(0)).isEqualTo(0.6f);
	}

	@Test
	void bytesOfAnotherLengthAreNoVector() {
		byte[] bytes = random(384).halves();
		assertThat(UnitVector.read(bytes, 383)).isNull();
		assertThat(UnitVector.read(bytes, 385)).isNull();
		assertThat(UnitVector.read(new byte[0], 384)).isNull();
		assertThat(UnitVector.read(new byte[767], 384)).isNull();
	}

	@Test
	void bytesWithoutDirectionAreNoVector() {
		assertThat(UnitVector.read(new byte[768], 384)).isNull();
		byte[] halves = random(384).halves();
		halves[101] = 0x7c;
		assertThat(UnitVector.read(halves, 384)).as("infinity or NaN").isNull();
		byte[] floats = random(384).floats();
		floats[403] = 0x7f;
		floats[402] = (byte) 0xc0;
		assertThat(UnitVector.read(floats, 384)).as("NaN").isNull();
	}

	@Test
	void vectorsOfDifferentModelsAreNotCompared() {
		assertThatIllegalArgumentException().isThrownBy(() -> random(384).cosine(random(768)))
			.withMessageContaining("384 and 768");
	}

	private UnitVector random(int dimension) {
		float[] raw = new float[dimension];
		for (int i = 0; i < dimension; i++) {
			raw[i] = (float) this.random.nextGaussian();
		}
		return UnitVector.of(raw);
	}

	private UnitVector near(UnitVector vector) {
		float[] raw = new float[vector.dimension()];
		for (int i = 0; i < raw.length; i++) {
			raw[i] = vector.component(i) + (float) this.random.nextGaussian() * 0.2f / (float) Math.sqrt(raw.length);
		}
		return UnitVector.of(raw);
	}

}
