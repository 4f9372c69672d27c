package io.llmcache.intercept;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.llmcache.LlmCached;
import io.llmcache.test.FakeModel;
import org.jspecify.annotations.Nullable;

/**
 * Optional values keep the contract.
 */
class OptionalReturnAdapterIntegrationTests
		extends ReturnAdapterContractTests<OptionalReturnAdapterIntegrationTests.Desk> {

	OptionalReturnAdapterIntegrationTests() {
		super(Desk.class);
	}

	@Override
	@Nullable String text(Desk desk, String question) {
		return desk.text(question).orElse(null);
	}

	@Override
	List<String> lines(Desk desk, String question) {
		return desk.lines(question).orElseThrow();
	}

	@Override
	Note note(Desk desk, String question) {
		return desk.note(question).orElseThrow();
	}

	@Override
	@Nullable String checked(Desk desk, String question) throws Exception {
		return desk.checked(question).orElse(null);
	}

	static class Desk {

		private final FakeModel model;

		Desk(FakeModel model) {
			this.model = model;
		}

		@LlmCached
		public Optional<String> text(String question) {
			return Optional.ofNullable(this.model.tryAnswer(question));
		}

		@LlmCached
		public Optional<List<String>> lines(String question) {
			return Optional.of(new ArrayList<>(List.of(this.model.answer(question))));
		}

		@LlmCached
		public Optional<Note> note(String question) {
			Note note = new Note();
			note.setText(this.model.answer(question));
			return Optional.of(note);
		}

		@LlmCached
		public Optional<String> checked(String question) throws Exception {
			return Optional.ofNullable(this.model.tryAnswer(question));
		}

	}

}
