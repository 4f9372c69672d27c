package io.llmcache.test;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class ChildJvmTests {

	@Test
	void talksAndIsPausedAndKilled() {
		try (ChildJvm child = ChildJvm.start(Parrot.class, "hello")) {
			assertThat(child.ask("wörld")).isEqualTo("hello wörld");
			assertThat(child.ask("pid")).isEqualTo(Long.toString(child.pid()));
			child.pause();
			child.send("again");
			assertThat(child.poll(Duration.ofMillis(300))).isNull();
			child.resume();
			assertThat(child.readLine()).isEqualTo("hello again");
			child.pause();
			child.kill();
			assertThat(ProcessHandle.of(child.pid())).isEmpty();
		}
	}

	@Test
	void anEndIsToldWithItsReason() {
		try (ChildJvm child = ChildJvm.start(Parrot.class, "hello")) {
			assertThatIllegalStateException().isThrownBy(() -> child.ask("fail"))
				.withMessageContaining("has ended")
				.withMessageContaining("told to fail");
		}
	}

	@Test
	void noServerOutlivesAKilledJvm() {
		try (ChildJvm child = ChildJvm.start(RedisOwner.class)) {
			long pid = Long.parseLong(child.ask("start"));
			assertThat(ProcessHandle.of(pid)).isPresent();
			child.kill();
			Eventually.holds(() -> ProcessHandle.of(pid).isEmpty(), () -> "redis-server still runs");
		}
	}

	static final class RedisOwner {

		private RedisOwner() {
		}

		public static void main(String[] arguments) {
			ChildJvm.serve((line) -> Long.toString(TestRedis.start().pid()));
		}

	}

	static final class Parrot {

		private Parrot() {
		}

		public static void main(String[] arguments) {
			ChildJvm.serve((line) -> {
				System.out.println("This goes to the log");
				return switch (line) {
					case "pid" -> Long.toString(ProcessHandle.current().pid());
					case "fail" -> throw new IllegalStateException("told to fail");
					default -> arguments[0] + " " + line;
				};
			});
		}

	}

}
