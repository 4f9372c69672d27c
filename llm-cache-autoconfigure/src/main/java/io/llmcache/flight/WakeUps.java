package io.llmcache.flight;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;

import io.llmcache.key.Digest;

/**
 * Who waits for another JVM to load: only flight leaders, so at most one per digest and
 * flight. Thread-safe.
 */
public final class WakeUps {

	private final ConcurrentMap<Digest, CompletableFuture<WakeUp>> expected = new ConcurrentHashMap<>();

	/**
	 * A signal for the next wake-up of a digest. To be asked for before the lease is, so
	 * that a release in between is not missed.
	 * @param digest what is waited for
	 */
	public CompletableFuture<WakeUp> expect(Digest digest) {
		CompletableFuture<WakeUp> signal = this.expected.computeIfAbsent(digest, (absent) -> new CompletableFuture<>());
		signal.whenComplete((wakeUp, ex) -> this.expected.remove(digest, signal));
		return signal;
	}

	/**
	 * Ends the wait by itself after a while: a lost notice costs that much, a dead holder
	 * the rest of its lease.
	 * @param signal the signal
	 * @param patience how long to wait at most
	 */
	public static void limit(CompletableFuture<WakeUp> signal, Duration patience) {
		signal.completeOnTimeout(WakeUp.LOOK, Math.max(1, patience.toMillis()), TimeUnit.MILLISECONDS);
	}

	/**
	 * Wakes those who wait for the digest.
	 * @param digest the digest
	 * @param waitAgain whether waiting for the next holder makes sense
	 */
	public void wake(Digest digest, boolean waitAgain) {
		// Taken out first: who begins to wait from now on waits for the next.
		CompletableFuture<WakeUp> signal = this.expected.remove(digest);
		if (signal != null) {
			signal.complete(waitAgain ? WakeUp.LOOK : WakeUp.GO);
		}
	}

	/**
	 * Number of digests waited for.
	 */
	public int size() {
		return this.expected.size();
	}

	/** Why a wait ended. */
	public enum WakeUp {

		/** It is time to look again: there is news, or none for a while. */
		LOOK,

		/** Another JVM has tried in vain; no use in waiting for the next. */
		GO

	}

}
