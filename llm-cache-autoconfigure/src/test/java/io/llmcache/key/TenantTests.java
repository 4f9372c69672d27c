package io.llmcache.key;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import io.llmcache.BypassReason;
import io.llmcache.CacheRequest;
import io.llmcache.LlmCacheConfigurationException;
import io.llmcache.LlmTenant;
import io.llmcache.TenantMode;
import io.llmcache.test.Fault;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.llmcache.key.KeyTestMethods.key;
import static io.llmcache.key.KeyTestMethods.keys;
import static io.llmcache.key.KeyTestMethods.none;
import static io.llmcache.key.KeyTestMethods.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of tenants in keys.
 */
class TenantTests {

	private static final Policies REQUIRED = Policies.STANDARD.tenant(TenantMode.REQUIRED);

	@Test
	@Fault("S1")
	void tenantsDoNotShareAnswers() {
		OperationKeys keys = keys(Desk.class, "answer");
		CacheKey one = key(keys, "q", "a");
		CacheKey other = key(keys, "q", "b");
		assertThat(one.digest()).isNotEqualTo(other.digest());
		assertThat(one.scope()).isNotEqualTo(other.scope());
		assertThat(one.tenant()).isNotEqualTo(other.tenant()).isEqualTo(KeyTestMethods.scheme().tenant("a"));
		assertThat(key(keys, "q", "a")).isEqualTo(one);
	}

	@Test
	@Fault("S2")
	void hostileTenantsAreTenantsLikeOthers() {
		List<String> hostile = List.of("*", "a}|@tenant:{b", ":", "a:b", "a", "b", "\n", "a\n", "a\u0000", "[a]",
				"t".repeat(1_000_000), "t".repeat(1_000_001), "?", "\ud800", "none", "null", "../a", "a ");
		OperationKeys keys = keys(Desk.class, "answer", REQUIRED);
		List<CacheKey> made = new ArrayList<>();
		for (String tenant : hostile) {
			if (!tenant.isBlank()) {
				made.add(key(keys, "q", tenant));
			}
		}
		assertThat(made).extracting(CacheKey::digest).doesNotHaveDuplicates();
		assertThat(made).extracting(CacheKey::tenant).doesNotHaveDuplicates().doesNotContainNull();
		assertThat(made).allSatisfy((key) -> assertThat(key.toString()).matches("default:0:[0-9a-f]{12}"));
	}

	@ParameterizedTest
	@Fault("S3")
	@NullSource
	@ValueSource(strings = { "", " ", "\n\t" })
	void aMissingTenantBypassesWhereOneIsRequired(@Nullable String tenant) {
		Keyed.None none = none(keys(Desk.class, "answer", REQUIRED), "q", tenant);
		assertThat(none.reason()).isEqualTo(BypassReason.TENANT);
		assertThat(key(keys(Desk.class, "answer"), "q", tenant).tenant()).isNull();
	}

	@Test
	@Fault("S3")
	void aMissingTenantIsNotTakenFromElsewhere() {
		OperationKeys keys = scheme(() -> "ambient").forMethod(spec(Desk.class, "answer", REQUIRED));
		assertThat(none(keys, "q", null).reason()).isEqualTo(BypassReason.TENANT);
	}

	@Test
	@Fault("S3")
	void nothingToNameTheTenantStopsTheStart() {
		assertThatExceptionOfType(LlmCacheConfigurationException.class)
			.isThrownBy(() -> keys(Desk.class, "plain", REQUIRED))
			.withMessageContaining("Desk.plain(String)")
			.withMessageContaining("@LlmTenant");
	}

	@Test
	void aResolverNamesTheTenantOfOtherMethods() {
		OperationKeys keys = scheme(() -> "a").forMethod(spec(Desk.class, "plain", REQUIRED));
		assertThat(key(keys, "q").tenant()).isEqualTo(KeyTestMethods.scheme().tenant("a"));
		assertThat(keys.hasTenantSource()).isTrue();
		assertThat(keys(Desk.class, "plain").hasTenantSource()).isFalse();
		OperationKeys nobody = scheme(() -> null).forMethod(spec(Desk.class, "plain", REQUIRED));
		assertThat(none(nobody, "q").reason()).isEqualTo(BypassReason.TENANT);
	}

	@Test
	@Fault("S3")
	void aResolverThatFailsIsNotAnAbsentTenant() {
		OperationKeys keys = scheme(() -> {
			throw new IllegalStateException("canary");
		}).forMethod(spec(Desk.class, "plain", Policies.STANDARD));
		assertThat(none(keys, "q").reason()).isEqualTo(BypassReason.TENANT);
		assertThat(none(keys, "q").remedy()).doesNotContain("canary");
	}

	@Test
	void anExpressionNamesTheTenant() {
		OperationSpec plain = spec(Desk.class, "plain", REQUIRED);
		OperationKeys keys = KeyTestMethods.scheme()
			.forMethod(new OperationSpec(plain.method(), Desk.class, "", "", "", plain.policy(), false, true));
		assertThat(keys.key(new Object[] { "q" }, new Given(null, "a")))
			.isNotEqualTo(keys.key(new Object[] { "q" }, new Given(null, "b")));
		assertThat(((Keyed.None) keys.key(new Object[] { "q" }, Given.NOTHING)).reason())
			.isEqualTo(BypassReason.TENANT);
	}

	@Test
	void theTextOfAnIdCounts() {
		UUID id = new UUID(1, 2);
		assertThat(key(keys(Desk.class, "byId"), "q", id).tenant())
			.isEqualTo(KeyTestMethods.scheme().tenant(id.toString()));
		assertThat(none(keys(Desk.class, "byAnything"), "q", new Object()).reason()).isEqualTo(BypassReason.UNKEYABLE);
	}

	@Test
	void aTenantThatCannotBeToldOrIsToldTwiceStopsTheStart() {
		for (String method : List.of("byObject", "byTwo")) {
			assertThatExceptionOfType(LlmCacheConfigurationException.class).isThrownBy(() -> keys(Desk.class, method))
				.withMessageContaining("Desk." + method)
				.withMessageContaining("parameter 'tenant'");
		}
		OperationSpec spec = spec(Desk.class, "answer", REQUIRED);
		assertThatExceptionOfType(LlmCacheConfigurationException.class).isThrownBy(() -> KeyTestMethods.scheme()
			.forMethod(new OperationSpec(spec.method(), Desk.class, "", "", "", spec.policy(), false, true)));
	}

	@Test
	void requestsInCodeHaveTenantsToo() {
		CacheRequest<String> request = CacheRequest.of("default", "op", String.class, "q");
		KeyScheme scheme = KeyTestMethods.scheme();
		Keyed none = scheme.key(request, REQUIRED.policy(), "", "");
		assertThat(none).isInstanceOfSatisfying(Keyed.None.class,
				(bypass) -> assertThat(bypass.reason()).isEqualTo(BypassReason.TENANT));
		assertThat(scheme.key(request.withTenant("a"), REQUIRED.policy(), "", ""))
			.isNotEqualTo(scheme.key(request.withTenant("b"), REQUIRED.policy(), "", ""))
			.isEqualTo(scheme(() -> "a").key(request, REQUIRED.policy(), "", ""));
	}

	private static KeyScheme scheme(TenantResolver tenants) {
		return new KeyScheme(Digester.sha256(), List.of(), List.of(), tenants);
	}

	static class Desk {

		String plain(String question) {
			return "";
		}

		String answer(String question, @LlmTenant @Nullable String tenant) {
			return "";
		}

		String byId(String question, @LlmTenant UUID tenant) {
			return "";
		}

		String byAnything(String question, @LlmTenant Object tenant) {
			return "";
		}

		String byObject(String question, @LlmTenant List<String> tenant) {
			return "";
		}

		String byTwo(String question, @LlmTenant String first, @LlmTenant String tenant) {
			return "";
		}

	}

}
