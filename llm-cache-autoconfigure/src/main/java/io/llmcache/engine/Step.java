package io.llmcache.engine;

import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

import io.llmcache.BypassReason;
import io.llmcache.CacheOutcome;
import io.llmcache.SemanticMatch;
import io.llmcache.store.Entry;
import org.jspecify.annotations.Nullable;

/**
 * What a caller is to do next. The engine decides, the caller drives: only it calls the
 * model, on a thread of its choice.
 */
public sealed interface Step permits Step.Hit, Step.Wait, Step.Bypass, Step.Fail, Lead {

	/**
	 * Serve this answer.
	 *
	 * @param entry the answer
	 * @param outcome what to call it
	 * @param match whose answer it is, when it is that of another question; null for its
	 * own
	 * @param refresh a refresh to run beside it; null for none
	 * @param otherwise the next step if the payload cannot be decoded
	 */
	record Hit(Entry entry, CacheOutcome outcome, @Nullable SemanticMatch match, @Nullable Refresh refresh,
			Supplier<Step> otherwise) implements Step {

	}

	/**
	 * Wait for somebody else, then ask for the {@link #next()} step on a thread that may
	 * block for one Redis command.
	 *
	 * @param signal ends the wait; completes by itself, never exceptionally
	 * @param continuation the step after it
	 * @param departure what to do instead when the caller gives up waiting
	 */
	record Wait(CompletionStage<?> signal, Supplier<Step> continuation, Runnable departure) implements Step {

		/**
		 * The step after the wait.
		 */
		public Step next() {
			return this.continuation.get();
		}

		/**
		 * Leaves without an answer: to be called instead of {@link #next()} by a caller
		 * that was interrupted or cancelled.
		 */
		public void leave() {
			this.departure.run();
		}

	}

	/**
	 * Call the model past the cache.
	 *
	 * @param reason why
	 */
	record Bypass(BypassReason reason) implements Step {

	}

	/**
	 * Fail like the load that was waited for.
	 *
	 * @param error what to throw
	 */
	record Fail(Throwable error) implements Step {

	}

}
