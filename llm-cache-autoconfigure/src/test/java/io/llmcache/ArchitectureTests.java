package io.llmcache;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.CompositeArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.GeneralCodingRules;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import org.jspecify.annotations.NullMarked;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;

/**
 * The structure of the product as rules.
 */
@AnalyzeClasses(packages = ArchitectureTests.ROOT, importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTests {

	static final String ROOT = "io.llmcache";

	/**
	 * Each package may use those before it. The root package comes first.
	 */
	private static final List<String> ORDER = Stream
		.of("key", "codec", "store", "flight", "semantic", "engine", "intercept", "reactive", "springai", "langchain4j",
				"observe", "actuate", "autoconfigure")
		.map((name) -> ROOT + "." + name)
		.toList();

	@ArchTest
	static final ArchRule packagesAreFreeOfCycles = SlicesRuleDefinition.slices()
		.matching("(**)")
		.should()
		.beFreeOfCycles();

	@ArchTest
	static final ArchRule packagesDependDownwardsOnly = downwardsOnly();

	@ArchTest
	static final ArchRule everyPackageHasItsPlaceInTheOrder = classes().should()
		.resideInAnyPackage(
				Stream.concat(Stream.of(ROOT), ORDER.stream().map((name) -> name + "..")).toArray(String[]::new))
		.because("a new package has to be given its place in this test");

	@ArchTest
	static final ArchRule nobodyImportsTheAutoConfiguration = noClasses().that()
		.resideOutsideOfPackage("io.llmcache.autoconfigure..")
		.should()
		.dependOnClassesThat()
		.resideInAPackage("io.llmcache.autoconfigure..")
		.because("it only wires");

	@ArchTest
	static final ArchRule engineAndFlightArePlainJava = classes().that(resideIn("engine", "flight"))
		.should()
		.onlyDependOnClassesThat()
		.resideInAnyPackage("java..", "com.github.benmanes.caffeine.cache..", "org.slf4j..", "org.jspecify..",
				"io.llmcache..")
		.because("they decide, whatever stores and whatever calls");

	@ArchTest
	static final ArchRule redisFormsStandBehindTheirSpi = noClasses()
		.that(areNot(resideIn("store", "semantic", "autoconfigure")))
		.should()
		.dependOnClassesThat(areRedisForms());

	@ArchTest
	static final ArchRule redisIsSpokenToFromStoreAndIndexes = only(
			resideIn("store", "semantic.mirror", "semantic.queryengine", "semantic.vectorset", "autoconfigure"),
			"io.lettuce..", "org.springframework.data..", "org.springframework.boot.data.redis..");

	@ArchTest
	static final ArchRule metersAreKeptInObserve = only(resideIn("observe", "autoconfigure"), "io.micrometer..");

	@ArchTest
	static final ArchRule theActuatorIsServedFromActuate = only(resideIn("actuate", "autoconfigure"),
			"org.springframework.boot.actuate..", "org.springframework.boot.health..");

	@ArchTest
	static final ArchRule reactorStaysInReactive = only(resideIn("reactive", "autoconfigure"), "reactor..");

	@ArchTest
	static final ArchRule springAiStaysInItsPackage = only(resideIn("springai", "autoconfigure"),
			"org.springframework.ai..");

	@ArchTest
	static final ArchRule langChain4jStaysInItsPackage = only(resideIn("langchain4j", "autoconfigure"),
			"dev.langchain4j..");

	@ArchTest
	static final ArchRule adviceIsNoAspect = noClasses().should()
		.dependOnClassesThat()
		.resideInAPackage("org.aspectj..")
		.because("an advisor does the same for less, and without the weaver");

	@ArchTest
	static final ArchRule autoConfigurationsArePublicAndFinal = classes().that()
		.areAnnotatedWith(AutoConfiguration.class)
		.should()
		.bePublic()
		.andShould()
		.haveModifier(JavaModifier.FINAL)
		.andShould()
		.haveSimpleNameEndingWith("AutoConfiguration");

	@ArchTest
	static final ArchRule configurationsAreInAutoconfigure = classes().that()
		.areMetaAnnotatedWith(Configuration.class)
		.should()
		.resideInAPackage("io.llmcache.autoconfigure..");

	@ArchTest
	static final ArchRule configurationsHaveNoPublicMethods = noMethods().that()
		.areDeclaredInClassesThat()
		.areMetaAnnotatedWith(Configuration.class)
		.should()
		.bePublic();

	@ArchTest
	static final ArchRule configurationsHaveNoPublicFields = fields().that()
		.areDeclaredInClassesThat()
		.areMetaAnnotatedWith(Configuration.class)
		.should()
		.notBePublic();

	@ArchTest
	static final ArchRule beanMethodsAreNotConditionalOnClasses = methods().that()
		.areAnnotatedWith(Bean.class)
		.should()
		.notBeAnnotatedWith(ConditionalOnClass.class)
		.because("the method's signature is loaded before its condition is looked at");

	@ArchTest
	static final ArchRule everyPackageIsNullMarked = classes().should(resideInANullMarkedPackage());

	@ArchTest
	static final ArchRule namesAreNounsOfTheDomain = noClasses().should()
		.haveNameMatching(".*(Impl|Manager|Utils?|Helpers?)(\\$.*)?");

	@ArchTest
	static final ArchRule wallClocksAreNotRead = noClasses().should()
		.accessTargetWhere(readsAWallClock())
		.because("the clock that counts is that of Redis");

	@ArchTest
	static final ArchRule nothingIsPrinted = GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;

	@ArchTest
	static final ArchRule nothingIsInjectedIntoFields = GeneralCodingRules.NO_CLASSES_SHOULD_USE_FIELD_INJECTION;

	private static ArchRule downwardsOnly() {
		List<ArchRule> rules = new ArrayList<>();
		rules.add(noClasses().that()
			.resideInAPackage(ROOT)
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage(withSubPackages(ORDER)));
		for (int i = 0; i < ORDER.size() - 1; i++) {
			rules.add(noClasses().that()
				.resideInAPackage(ORDER.get(i) + "..")
				.should()
				.dependOnClassesThat()
				.resideInAnyPackage(withSubPackages(ORDER.subList(i + 1, ORDER.size()))));
		}
		return CompositeArchRule.of(rules);
	}

	private static ArchRule only(DescribedPredicate<JavaClass> users, String... packages) {
		return noClasses().that(areNot(users)).should().dependOnClassesThat().resideInAnyPackage(packages);
	}

	private static String[] withSubPackages(List<String> packages) {
		return packages.stream().map((name) -> name + "..").toArray(String[]::new);
	}

	private static DescribedPredicate<JavaClass> areNot(DescribedPredicate<JavaClass> predicate) {
		return DescribedPredicate.not(predicate);
	}

	private static DescribedPredicate<JavaClass> resideIn(String... names) {
		return JavaClass.Predicates
			.resideInAnyPackage(Stream.of(names).map((name) -> ROOT + "." + name + "..").toArray(String[]::new));
	}

	// Nested classes belong to the form they are nested in.
	private static DescribedPredicate<JavaClass> areRedisForms() {
		return describe("are Redis forms of an SPI", (type) -> type.getPackageName().startsWith(ROOT)
				&& type.getName().substring(type.getPackageName().length()).startsWith(".Redis"));
	}

	private static DescribedPredicate<JavaClass> describe(String description, Predicate<JavaClass> predicate) {
		return DescribedPredicate.describe(description, predicate);
	}

	private static DescribedPredicate<JavaAccess<?>> readsAWallClock() {
		Set<String> clocks = Set.of("java.lang.System.currentTimeMillis", "java.time.Instant.now",
				"java.time.Clock.systemUTC", "java.time.Clock.systemDefaultZone");
		return DescribedPredicate.describe("reads a wall clock",
				(access) -> clocks.contains(access.getTargetOwner().getName() + "." + access.getTarget().getName()));
	}

	private static ArchCondition<JavaClass> resideInANullMarkedPackage() {
		return new ArchCondition<>("reside in a package that is @NullMarked") {
			@Override
			public void check(JavaClass type, ConditionEvents events) {
				boolean marked = type.getPackage()
					.tryGetPackageInfo()
					.filter((info) -> info.isAnnotatedWith(NullMarked.class))
					.isPresent();
				events.add(new SimpleConditionEvent(type, marked,
						type.getName() + (marked ? " is" : " is not") + " in a @NullMarked package"));
			}
		};
	}

}
