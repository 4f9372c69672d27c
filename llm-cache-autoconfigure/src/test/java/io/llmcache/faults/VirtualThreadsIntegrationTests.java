package io.llmcache.faults;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import io.llmcache.CacheCall;
import io.llmcache.CacheOutcome;
import io.llmcache.engine.ResponseCache;
import io.llmcache.test.Eventually;
import io.llmcache.test.FakeModel;
import io.llmcache.test.Fault;
import io.llmcache.test.TestRedis;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Callers on virtual threads, ten thousand at a time.
 */
@EnabledForJreRange(min = JRE.JAVA_21)
class VirtualThreadsIntegrationTests {

	private static final int CALLERS = 10_000;

	private final TestRedis redis = TestRedis.shared();

	@TempDir
	private Path directory;

	@BeforeEach
	void flush() {
		this.redis.flush();
	}

	@Test
	@Fault({ "L18", "L1" })
	void tenThousandShareOneLoadAndKeepNobodyElseFromRunning() {
		Desk.on(this.redis.properties(), Desk.PATIENT).run((context) -> {
			Desk desk = context.getBean(Desk.class);
			FakeModel model = context.getBean(FakeModel.class);
			Crowd.virtual(2, () -> desk.ask("What is a card?")).join();
			model.hold();
			try (Recording recording = pinnings()) {
				Crowd crowd = Crowd.virtual(CALLERS, () -> desk.ask("What is a PIN?"));
				crowd.awaitWaiting(CALLERS - 1);
				assertThat(Crowd.virtual(1, () -> desk.ask("What is a card?")).join()).extracting(CacheCall::outcome)
					.containsExactly(CacheOutcome.EXACT_HIT);
				model.release();

				List<CacheCall<String>> calls = crowd.join();
				assertThat(calls).extracting(CacheCall::value).containsOnly("answer to What is a PIN?");
				assertThat(Crowd.count(calls, CacheOutcome.MISS)).isEqualTo(1);
				assertThat(Crowd.count(calls, CacheOutcome.COALESCED)).isEqualTo(CALLERS - 1);
				assertThat(model.prompts()).containsExactly("What is a card?", "What is a PIN?");
				assertThat(pinnedByUs(recording)).isEmpty();
			}
			awaitQuiet(context.getBean(ResponseCache.class));
		});
	}

	/** The load is that of another JVM, which stores its answer. */
	@Test
	@Fault({ "L18", "L1" })
	void tenThousandWaitForTheLoadOfAnotherJvm() {
		Desk.on(this.redis.properties(), Desk.PATIENT).run((context) -> {
			Desk desk = context.getBean(Desk.class);
			FakeModel model = context.getBean(FakeModel.class);
			OtherJvm other = OtherJvm.loads(this.redis, desk, "What is a PIN?");
			try (Recording recording = pinnings()) {
				Crowd crowd = Crowd.virtual(CALLERS, () -> desk.ask("What is a PIN?"));
				crowd.awaitWaiting(CALLERS);
				other.store();

				List<CacheCall<String>> calls = crowd.join();
				assertThat(calls).extracting(CacheCall::value).containsOnly("answer to What is a PIN?");
				assertThat(Crowd.count(calls, CacheOutcome.COALESCED)).isEqualTo(CALLERS);
				assertThat(model.calls()).as("that of the other JVM").isEqualTo(1);
				assertThat(pinnedByUs(recording)).isEmpty();
			}
			awaitQuiet(context.getBean(ResponseCache.class));
		});
	}

	private static Recording pinnings() {
		Recording recording = new Recording();
		recording.enable("jdk.VirtualThreadPinned").withStackTrace().withoutThreshold();
		recording.start();
		return recording;
	}

	/** Waits on carrier threads with a frame of ours, or of what we call Redis with. */
	private List<String> pinnedByUs(Recording recording) throws IOException {
		recording.stop();
		Path file = this.directory.resolve("pinned.jfr");
		recording.dump(file);
		return RecordingFile.readAllEvents(file)
			.stream()
			.map(VirtualThreadsIntegrationTests::frames)
			.filter((frames) -> frames.contains("io.llmcache.") || frames.contains("io.lettuce."))
			.toList();
	}

	private static String frames(RecordedEvent event) {
		RecordedStackTrace stack = event.getStackTrace();
		return (stack != null) ? stack.getFrames()
			.stream()
			.map((frame) -> frame.getMethod().getType().getName() + "." + frame.getMethod().getName())
			.toList()
			.toString() : "";
	}

	private static void awaitQuiet(ResponseCache cache) {
		Eventually.holds(() -> cache.underWay() == 0, () -> cache.underWay() + " still under way");
	}

}
