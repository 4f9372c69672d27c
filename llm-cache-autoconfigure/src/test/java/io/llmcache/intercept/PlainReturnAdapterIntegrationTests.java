package io.llmcache.intercept;

import java.util.ArrayList;
import java.util.List;

import io.llmcache.LlmCached;
import io.llmcache.test.FakeModel;
import org.jspecify.annotations.Nullable;

/**
 * Plain values keep the contract.
 */
class PlainReturnAdapterIntegrationTests extends ReturnAdapterContractTests<PlainReturnAdapterIntegrationTests.Desk> {

	PlainReturnAdapterIntegrationTests() {
		super(Desk.class);
	}

	@Override
	@Nullable String text(Desk desk, String question) {
		return desk.text(question);
	}

	@Override
	List<String> lines(Desk desk, String question) {
		return desk.lines(question);
	}

	@Override
	Note note(Desk desk, String question) {
		return desk.note(question);
	}

	@Override
	@Nullable String checked(Desk desk, String question) throws Exception {
		return desk.checked(question);
	}

	static class Desk {

		private final FakeModel model;

		Desk(FakeModel model) {
			this.model = model;
		}

		@LlmCached
		public @Nullable String text(String question) {
			return this.model.tryAnswer(question);
		}

		@LlmCached
		public List<String> lines(String question) {
			return new ArrayList<>(List.of(this.model.answer(question)));
		}

		@LlmCached
		public Note note(String question) {
			Note note = new Note();
			note.setText(this.model.answer(question));
			return note;
		}

		@LlmCached
		public @Nullable String checked(String question) throws Exception {
			return this.model.tryAnswer(question);
		}

	}

}
