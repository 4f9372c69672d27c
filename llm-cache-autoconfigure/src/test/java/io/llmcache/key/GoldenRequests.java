package io.llmcache.key;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.Year;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Collections;
import java.util.Currency;
import java.util.Date;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

import io.llmcache.CacheRequest;
import io.llmcache.LlmPrompt;
import io.llmcache.LlmTenant;
import io.llmcache.Normalise;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Requests whose digests must never change, in any JVM.
 */
final class GoldenRequests {

	private final Map<String, String> digests = new LinkedHashMap<>();

	private final KeyScheme scheme = new KeyScheme(Digester.sha256(), List.of(), List.of(), null);

	private GoldenRequests() {
	}

	/**
	 * The digests of this JVM by the names of the requests.
	 */
	static Map<String, String> digests() {
		GoldenRequests requests = new GoldenRequests();
		requests.prompts();
		requests.values();
		requests.times();
		requests.containers();
		requests.objects();
		requests.operations();
		return requests.digests;
	}

	/**
	 * Prints them, as the golden file has them.
	 */
	public static void main(String[] arguments) {
		digests().forEach((name, digest) -> System.out.println(name + "=" + digest));
	}

	private void prompts() {
		OperationKeys keys = keys(this.scheme, "ask", Policies.STANDARD, "");
		put("prompt.plain", keys, "How do I reset my PIN?");
		put("prompt.empty", keys, "");
		put("prompt.null", keys, new Object[] { null });
		put("prompt.latin", keys, "Gr\u00fc\u00dfe aus K\u00f6ln");
		put("prompt.emoji", keys, "Hi \ud83d\udc69\u200d\ud83d\udcbb");
		put("prompt.surrogate", keys, "Hi \ud83d");
		put("prompt.long", keys, "lorem ipsum ".repeat(5000));
		put("prompt.long-mixed", keys, "lorem ipsum ".repeat(5000) + "\u4e2d");
		OperationKeys normalised = keys(this.scheme, "ask", Policies.STANDARD.normalise(Normalise.WHITESPACE_CASE), "");
		put("prompt.normalised", normalised, " STRASSE  \u0130stanbul \u00c4\u03a3 ");
	}

	private void values() {
		value("null", null);
		value("true", true);
		value("byte", (byte) 1);
		value("short", (short) 1);
		value("int", 1);
		value("long", 1L);
		value("float", 1.5f);
		value("double", 1.5);
		value("double.nan", Double.NaN);
		value("double.negative-zero", -0.0);
		value("char", 'x');
		value("big-integer", new BigInteger("12345678901234567890"));
		value("big-decimal", new BigDecimal("1.50"));
		value("uuid", new UUID(1, 2));
		value("uri", URI.create("https://example.org/a?b=c"));
		value("locale", Locale.forLanguageTag("zh-Hant-TW-u-nu-latn"));
		value("currency", Currency.getInstance("EUR"));
		value("class", String.class);
		value("enum", TimeUnit.DAYS);
		value("bytes", new byte[] { 1, 2, 3 });
	}

	private void times() {
		Instant instant = Instant.parse("2026-01-02T03:04:05.006007008Z");
		ZoneId berlin = ZoneId.of("Europe/Berlin");
		value("instant", instant);
		value("date", Date.from(instant));
		value("local-date", LocalDate.of(2026, 1, 2));
		value("zoned", instant.atZone(berlin));
		value("zoned.summer", Instant.parse("2026-07-02T03:04:05Z").atZone(berlin));
		value("offset", instant.atZone(berlin).toOffsetDateTime());
		value("zone", berlin);
		value("year", Year.of(2026));
		value("duration", Duration.ofMillis(1234));
		value("period", Period.of(1, 2, 3));
	}

	private void containers() {
		Set<Object> set = new HashSet<>();
		Map<String, Object> map = new HashMap<>();
		for (int i = 0; i < 40; i++) {
			set.add(TimeUnit.values()[i % 7]);
			set.add("element " + i);
			map.put("key " + i, List.of(i, Optional.of("value")));
		}
		value("list", Arrays.asList("a", null, 1));
		value("set", set);
		value("map", map);
		value("map.of-set", Collections.singletonMap(set, map.keySet()));
		value("array", new int[][] { { 1, 2 }, {} });
		value("optional.empty", Optional.empty());
	}

	private void objects() {
		value("record", new Order("o-1", List.of(new Item("book", 2, new BigDecimal("9.90")))));
		value("class-with-fields", new Options("gpt", 0.0));
		value("json", JsonMapper.shared()
			.readTree("{\"b\":12345678901234567890,\"a\":[1.0,true,null,{}],\"c\":\"\\ud83d\\ude00\"}"));
	}

	private void operations() {
		OperationKeys tenant = keys(this.scheme, "chat", Policies.STANDARD.cache("support").version("v3+p2"), "gpt");
		put("operation.tenant", tenant, "q", "s", 0.0, "acme");
		put("operation.no-tenant", tenant, "q", "s", 0.0, null);
		KeyScheme secret = new KeyScheme(Digester.hmac("a secret"), List.of(),
				List.of((method, userClass) -> Map.of("model", "gpt", "options", Map.of("seed", 1))), null);
		put("operation.secret", keys(secret, "ask", Policies.STANDARD, ""), "q");
		Keyed keyed = this.scheme.key(
				CacheRequest.of("default", "op", String.class, "q").with("model", "gpt").with("top-p", 1.0),
				Policies.STANDARD.policy(), "", "shape");
		this.digests.put("request.in-code", ((CacheKey) keyed).digest().hex());
	}

	private void value(String name, @Nullable Object value) {
		put("value." + name, keys(this.scheme, "take", Policies.STANDARD, ""), new Object[] { value });
	}

	private void put(String name, OperationKeys keys, @Nullable Object... arguments) {
		this.digests.put(name, KeyTestMethods.digest(keys, arguments).hex());
	}

	private static OperationKeys keys(KeyScheme scheme, String method, Policies policies, String model) {
		return scheme.forMethod(new OperationSpec(KeyTestMethods.method(Methods.class, method), Methods.class, "",
				model, "shape", policies.policy(), false, false));
	}

	record Item(String name, int quantity, BigDecimal price) {

	}

	record Order(String id, List<Item> items) {

	}

	static class Options {

		private final String model;

		private final Double temperature;

		private final transient Object scratch = new Object();

		Options(String model, Double temperature) {
			this.model = model;
			this.temperature = temperature;
		}

		@Override
		public String toString() {
			return this.model + this.temperature + this.scratch;
		}

	}

	static class Methods {

		String ask(String question) {
			return "";
		}

		String take(Object thing) {
			return "";
		}

		String chat(@LlmPrompt String question, String system, double temperature, @LlmTenant @Nullable String tenant) {
			return "";
		}

	}

}
