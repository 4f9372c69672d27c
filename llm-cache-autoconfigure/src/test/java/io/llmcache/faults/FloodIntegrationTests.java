package io.llmcache.faults;

import java.util.ArrayList;
import java.util.List;

import io.llmcache.CacheCall;
import io.llmcache.CacheIncident;
import io.llmcache.CacheOutcome;
import io.llmcache.engine.ResponseCache;
import io.llmcache.test.Fault;
import io.llmcache.test.Seen;
import io.llmcache.test.TestRedis;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * More questions than anybody asks twice, and what they leave behind.
 */
class FloodIntegrationTests {

	private static final int QUESTIONS = 20_000;

	private static final int CALLERS = 8;

	/** Names of keys by their kind, and those without a life. */
	private static final String CENSUS = """
			local count={e=0,l=0,other=0,forever=0}
			for _,name in ipairs(redis.call('KEYS','*')) do
				local kind=name:match(':(%a):{%x+}$') or 'other'
				count[kind]=(count[kind] or 0)+1
				if redis.call('PTTL',name)<0 then count.forever=count.forever+1 end
			end
			return {count.e,count.l,count.other,count.forever}
			""";

	private TestRedis redis;

	@BeforeEach
	void start() {
		this.redis = TestRedis.start();
	}

	@AfterEach
	void close() {
		this.redis.close();
	}

	@Test
	@Fault({ "S9", "L19" })
	void aFloodOfQuestionsLeavesNothingButEntriesThatEnd(Seen seen) {
		Desk.on(this.redis.properties(), Desk.PATIENT).run((context) -> {
			Desk desk = context.getBean(Desk.class);
			ResponseCache cache = context.getBean(ResponseCache.class);

			assertThat(flood(desk)).containsOnly(CacheOutcome.MISS);
			assertThat(cache.underWay()).isZero();
			assertThat(flood(desk)).containsOnly(CacheOutcome.EXACT_HIT);
			assertThat(cache.underWay()).isZero();

			assertThat(this.redis.command("EVAL", CENSUS, "0")).isEqualTo(List.of((long) QUESTIONS, 0L, 0L, 0L));
			for (CacheIncident incident : CacheIncident.values()) {
				assertThat(desk.count(incident)).as("%s", incident).isZero();
			}
		});
		seen.that("20 000 questions: 20 000 entries, each with a life, no other key, 0 under way");
	}

	/** The outcomes of all questions, each asked once. */
	private static List<CacheOutcome> flood(Desk desk) {
		List<List<CacheOutcome>> outcomes = new ArrayList<>();
		for (int i = 0; i < CALLERS; i++) {
			outcomes.add(new ArrayList<>());
		}
		Crowd.of(CALLERS, (caller) -> () -> {
			CacheCall<String> last = null;
			for (int i = caller; i < QUESTIONS; i += CALLERS) {
				last = desk.ask("Question " + i);
				outcomes.get(caller).add(last.outcome());
			}
			return last;
		}).join();
		List<CacheOutcome> all = outcomes.stream().flatMap(List::stream).toList();
		assertThat(all).hasSize(QUESTIONS);
		return all;
	}

}
