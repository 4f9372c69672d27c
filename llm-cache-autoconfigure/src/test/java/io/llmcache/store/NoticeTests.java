package io.llmcache.store;

import java.util.List;
import java.util.Objects;

import io.llmcache.key.CacheKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What JVMs tell one another.
 */
class NoticeTests {

	private static final String HEX = TestKeys.digest("x").hex();

	@Test
	void everyNoticeReadsAsItWasWritten() {
		for (Notice notice : List.of(new Notice.Released(TestKeys.digest("x"), true),
				new Notice.Released(TestKeys.digest("x"), false), new Notice.Evicted(TestKeys.digest("x")),
				new Notice.Marked("desk", "*"), new Notice.Marked("*", HEX))) {
			assertThat(Notice.parse(notice.text())).isEqualTo(notice);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "R", "R 12 1", "E", "E zz", "M desk", "M a b c", "Z 1", "E 0123", "R  1", "\0" })
	void whatIsNoNoticeIsPassedOver(String text) {
		assertThat(Notice.parse(text)).isNull();
	}

	@Test
	void whatALaterReleaseAddsIsPassedOver() {
		assertThat(Notice.parse("E " + HEX + " more")).isNull();
		assertThat(Notice.parse("E " + HEX.substring(2))).isNull();
	}

	@Test
	void aMarkConcernsItsCacheAndTenant() {
		CacheKey nobodys = TestKeys.key("desk", "q");
		CacheKey acmes = TestKeys.key("desk", "q", "acme");
		String acme = Objects.requireNonNull(acmes.tenant()).hex();

		assertThat(new Notice.Marked("desk", "*").concerns(nobodys)).isTrue();
		assertThat(new Notice.Marked("*", "*").concerns(acmes)).isTrue();
		assertThat(new Notice.Marked("shop", "*").concerns(nobodys)).isFalse();
		assertThat(new Notice.Marked("desk", acme).concerns(acmes)).isTrue();
		assertThat(new Notice.Marked("desk", acme).concerns(nobodys)).isFalse();
		assertThat(new Notice.Marked("*", acme).concerns(TestKeys.key("shop", "q", "acme"))).isTrue();
		assertThat(new Notice.Marked("*", acme).concerns(TestKeys.key("shop", "q", "other"))).isFalse();
	}

}
