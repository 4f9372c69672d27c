package io.llmcache.sample.replay;

import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.llmcache.sample.data.Banking77;
import io.llmcache.sample.data.Question;
import io.llmcache.sample.desk.Reception;
import io.llmcache.sample.model.MeteredModel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.ExitCodeGenerator;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;

/**
 * Asks the desk many questions at once and prints what came of it.
 */
@Component
@ConditionalOnBooleanProperty("desk.replay.enabled")
@EnableConfigurationProperties(ReplayProperties.class)
class Replay implements ApplicationRunner, ExitCodeGenerator {

	private static final Logger logger = LoggerFactory.getLogger(Replay.class);

	private final ReplayProperties properties;

	private final Banking77 data;

	private final Reception reception;

	private final MeteredModel model;

	private final PrintStream out;

	private volatile int errors;

	@SuppressWarnings("SystemOut")
	Replay(ReplayProperties properties, Banking77 data, Reception reception, MeteredModel model) {
		this.properties = properties;
		this.data = data;
		this.reception = reception;
		this.model = model;
		this.out = System.out;
	}

	@Override
	public void run(ApplicationArguments arguments) throws InterruptedException {
		Script script = Script.write(this.data.all(), this.properties);
		Tally tally = new Tally(this.properties.questions());
		long begun = System.nanoTime();
		ExecutorService customers = Executors.newFixedThreadPool(this.properties.threads());
		try {
			AtomicInteger next = new AtomicInteger();
			for (int i = 0; i < this.properties.threads(); i++) {
				customers.execute(() -> askInTurn(script, next, tally));
			}
			customers.shutdown();
			watch(customers, tally);
		}
		finally {
			customers.shutdownNow();
		}
		this.errors = tally.errors();
		Duration took = Duration.ofNanos(System.nanoTime() - begun);
		this.out.print(new Report(this.properties, script.distinct(), tally, this.model.calls(), took).table());
	}

	/** One customer's part: the next question nobody has asked yet, until all are. */
	private void askInTurn(Script script, AtomicInteger next, Tally tally) {
		int i = next.getAndIncrement();
		while (i < script.questions().size() && !Thread.currentThread().isInterrupted()) {
			try {
				Question question = script.questions().get(i);
				tally.add(question, this.reception.ask(question.text()));
			}
			catch (Exception ex) {
				tally.addError();
				logger.warn("No answer to question {}: {}", i, ex.getClass().getSimpleName());
			}
			i = next.getAndIncrement();
		}
	}

	private void watch(ExecutorService customers, Tally tally) throws InterruptedException {
		int before = 0;
		long then = System.nanoTime();
		while (!customers.awaitTermination(1, TimeUnit.SECONDS)) {
			long now = System.nanoTime();
			int requests = tally.requests();
			this.out.println(Report.progress(tally, this.properties, this.model.calls(),
					(requests - before) * 1e9 / (now - then)));
			before = requests;
			then = now;
		}
	}

	/** Not zero when a question went unanswered. */
	@Override
	public int getExitCode() {
		return (this.errors > 0) ? 1 : 0;
	}

}
