package io.llmcache.history;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

import io.llmcache.history.Plan.Fault;
import io.llmcache.history.Plan.Step;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PlanTests {

	@Test
	void theSameSeedIsTheSamePlan() {
		assertThat(Plan.of(7, true)).isEqualTo(Plan.of(7, true));
		assertThat(Plan.of(7, false)).isNotEqualTo(Plan.of(8, false));
	}

	@Test
	void everyKindOfStepAndFaultComesAboutInTheFirstTenSeeds() {
		List<Plan> plans = LongStream.rangeClosed(1, 10).mapToObj((seed) -> Plan.of(seed, seed % 3 == 0)).toList();

		Set<Step.Kind> steps = plans.stream()
			.flatMap((plan) -> plan.members().stream())
			.flatMap(List::stream)
			.flatMap(List::stream)
			.map(Step::kind)
			.collect(Collectors.toSet());
		assertThat(steps).isEqualTo(EnumSet.allOf(Step.Kind.class));
		Set<Fault.Kind> faults = plans.stream()
			.flatMap((plan) -> plan.faults().stream())
			.map(Fault::kind)
			.collect(Collectors.toSet());
		assertThat(faults).isEqualTo(EnumSet.allOf(Fault.Kind.class));
	}

	@Test
	void onlyWhereAReplicaCanTakeOverDoesOne() {
		assertThat(Plan.of(3, true).faults()).extracting(Fault::kind).contains(Fault.Kind.FAIL_OVER);
		assertThat(LongStream.rangeClosed(1, 100).mapToObj((seed) -> Plan.of(seed, false))).allSatisfy(
				(plan) -> assertThat(plan.faults()).extracting(Fault::kind).doesNotContain(Fault.Kind.FAIL_OVER));
	}

}
