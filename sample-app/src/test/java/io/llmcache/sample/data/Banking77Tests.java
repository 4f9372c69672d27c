package io.llmcache.sample.data;

import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class Banking77Tests {

	private final Banking77 data = new Banking77();

	@Test
	void holdsTheWholeDataSetEachWordingOnce() {
		assertThat(this.data.training()).hasSize(10_003);
		assertThat(this.data.all()).hasSize(13_071);
		assertThat(this.data.all().stream().map(Question::intent).collect(Collectors.toSet())).hasSize(77);
	}

	@Test
	void readsQuotedCommas() {
		assertThat(this.data.all()).contains(
				new Question("I still have not received my new card, I ordered over a week ago.", "card_arrival"));
	}

	@Test
	void evensWhiteSpaceOut() {
		assertThat(new Question("  Where is\n my card? ", "card_arrival").text()).isEqualTo("Where is my card?");
		assertThat(this.data.all()).noneMatch((question) -> question.text().contains("\n"));
	}

}
