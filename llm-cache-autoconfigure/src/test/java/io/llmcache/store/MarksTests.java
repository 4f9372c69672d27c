package io.llmcache.store;

import java.util.Map;
import java.util.Objects;

import io.llmcache.key.CacheKey;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a JVM remembers of marks.
 */
class MarksTests {

	private static final long T = 1_795_000_000_000L;

	private static final CacheKey NOBODYS = TestKeys.key("desk", "q");

	private static final CacheKey ACMES = TestKeys.key("desk", "q", "acme");

	private static final String ACME = Objects.requireNonNull(ACMES.tenant()).hex();

	private final Marks marks = new Marks();

	@Test
	void withoutMarksNothingIsVoid() {
		assertThat(isVoid(NOBODYS, T)).isFalse();
		this.marks.learn("desk", Map.of(), T);
		assertThat(isVoid(NOBODYS, T)).isFalse();
	}

	@Test
	void aMarkOfACacheVoidsWhatWasLoadedBeforeIt() {
		this.marks.learn("desk", Map.of("*", T), T);

		assertThat(isVoid(NOBODYS, T - 1)).isTrue();
		assertThat(isVoid(ACMES, T)).isTrue();
		assertThat(isVoid(TestKeys.key("shop", "q"), T - 1)).isFalse();
	}

	/** Two nodes of a cluster may differ by a second. */
	@Test
	void theSecondAfterTheMarkIsVoidToo() {
		this.marks.learn("desk", Map.of("*", T), T);

		assertThat(isVoid(NOBODYS, T + Marks.TOLERANCE_MILLIS)).isTrue();
		assertThat(isVoid(NOBODYS, T + Marks.TOLERANCE_MILLIS + 1)).isFalse();
	}

	@Test
	void aMarkOfATenantVoidsThatTenantsOnly() {
		this.marks.learn("desk", Map.of(ACME, T), T);

		assertThat(isVoid(ACMES, T)).isTrue();
		assertThat(isVoid(NOBODYS, T)).isFalse();
		assertThat(isVoid(TestKeys.key("desk", "q", "other"), T)).isFalse();
	}

	@Test
	void aMarkOfAllCachesVoidsInEachOfThem() {
		this.marks.learn("*", Map.of(ACME, T), T);
		assertThat(isVoid(ACMES, T)).isTrue();
		assertThat(isVoid(TestKeys.key("shop", "q", "acme"), T)).isTrue();
		assertThat(isVoid(NOBODYS, T)).isFalse();

		this.marks.learn("*", Map.of("*", T), T);
		assertThat(isVoid(NOBODYS, T)).isTrue();
	}

	@Test
	void aMarkThatRedisHasForgottenIsForgotten() {
		this.marks.learn("desk", Map.of("*", T), T);

		this.marks.learn("desk", Map.of(), T + 60_000);

		assertThat(isVoid(NOBODYS, T - 1)).isFalse();
	}

	/** The reading may have left Redis before the mark was set. */
	@Test
	void aMarkJustSetOutlivesAReadingWithoutIt() {
		this.marks.learn("desk", Map.of("*", T), T);

		this.marks.learn("desk", Map.of(), T + 100);
		assertThat(isVoid(NOBODYS, T - 1)).isTrue();

		this.marks.learn("desk", Map.of("*", T - 500), T + 200);
		assertThat(isVoid(NOBODYS, T)).isTrue();
	}

	/** A clear of one tenant must not bring back what an earlier one has voided. */
	@Test
	void anAddedMarkLeavesTheOthersInForce() {
		this.marks.learn("desk", Map.of(ACME, T), T);

		this.marks.add("desk", TestKeys.digest("other").hex(), T + 3_600_000);

		assertThat(isVoid(ACMES, T)).isTrue();
		assertThat(isVoid(TestKeys.key("desk", "q", "other"), T)).isTrue();
	}

	/** Where the marks of a cache were never read, there may be more than the added. */
	@Test
	void anAddedMarkDoesNotStandForAReading() {
		this.marks.add("desk", "*", T);

		assertThat(this.marks.knows("desk")).isFalse();
		assertThat(isVoid(NOBODYS, T)).isTrue();
		this.marks.learn("desk", Map.of(), T + 5);
		assertThat(this.marks.knows("desk")).isTrue();
		assertThat(isVoid(NOBODYS, T)).isTrue();
	}

	@Test
	void anOlderMarkDoesNotReplaceANewerOne() {
		this.marks.add("desk", "*", T);
		this.marks.add("desk", "*", T - 50_000);

		assertThat(isVoid(NOBODYS, T)).isTrue();
	}

	private boolean isVoid(CacheKey key, long started) {
		return this.marks.voids(started, key);
	}

}
