package io.llmcache.test;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * A language model that counts its calls and behaves as told: slow, held back, failing.
 * Thread-safe; what is told holds for the calls that begin afterwards.
 */
public final class FakeModel {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private final List<String> prompts = new CopyOnWriteArrayList<>();

	private final AtomicInteger running = new AtomicInteger();

	private volatile Function<String, @Nullable String> answers = (prompt) -> "answer to " + prompt;

	private volatile Duration latency = Duration.ZERO;

	private volatile @Nullable Throwable failure;

	private volatile CountDownLatch gate = new CountDownLatch(0);

	/**
	 * Answers a prompt.
	 * @param prompt the prompt
	 * @return {@code "answer to " + prompt}, or what {@link #answerWith} says
	 * @throws CancellationException when the thread is interrupted, whose flag stays set
	 */
	public @Nullable String tryAnswer(String prompt) {
		CountDownLatch gate = this.gate;
		Throwable failure = this.failure;
		Function<String, @Nullable String> answers = this.answers;
		this.running.incrementAndGet();
		this.prompts.add(prompt);
		try {
			if (!gate.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
				throw new IllegalStateException("Held for too long: the test does not release the model");
			}
			TimeUnit.NANOSECONDS.sleep(this.latency.toNanos());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new CancellationException("Interrupted");
		}
		finally {
			this.running.decrementAndGet();
		}
		if (failure != null) {
			FakeModel.<RuntimeException>sneak(failure);
		}
		return answers.apply(prompt);
	}

	/**
	 * As {@link #tryAnswer}, for models that are not told to answer null.
	 * @param prompt the prompt
	 */
	public String answer(String prompt) {
		String answer = tryAnswer(prompt);
		if (answer == null) {
			throw new IllegalStateException("The model was told to answer null");
		}
		return answer;
	}

	/**
	 * Makes every call take at least this long.
	 * @param latency how long
	 */
	public FakeModel latency(Duration latency) {
		this.latency = latency;
		return this;
	}

	/**
	 * Makes calls answer what the function says.
	 * @param answers the function from prompt to answer; may return null
	 */
	public FakeModel answerWith(Function<String, @Nullable String> answers) {
		this.answers = answers;
		return this;
	}

	/**
	 * Makes calls throw, after their latency.
	 * @param failure what to throw, checked or not; null for no more failures
	 */
	public FakeModel failWith(@Nullable Throwable failure) {
		this.failure = failure;
		return this;
	}

	/**
	 * Holds the calls that begin from now on until {@link #release()}.
	 */
	public FakeModel hold() {
		this.gate = new CountDownLatch(1);
		return this;
	}

	/**
	 * Lets all held calls go on.
	 */
	public void release() {
		this.gate.countDown();
	}

	/**
	 * Waits until so many calls have begun since this model was made.
	 * @param count how many
	 */
	public void awaitCalls(int count) {
		Eventually.holds(() -> calls() >= count, () -> calls() + " calls instead of " + count);
	}

	/**
	 * Number of calls begun.
	 */
	public int calls() {
		return this.prompts.size();
	}

	/**
	 * Number of calls going on.
	 */
	public int running() {
		return this.running.get();
	}

	/**
	 * The prompts of all calls, in the order in which they began.
	 */
	public List<String> prompts() {
		return List.copyOf(this.prompts);
	}

	@SuppressWarnings("unchecked")
	private static <E extends Throwable> void sneak(Throwable failure) throws E {
		throw (E) failure;
	}

}
