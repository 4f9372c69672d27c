package io.llmcache.key;

import java.util.List;
import java.util.function.Consumer;

import io.llmcache.BypassReason;
import io.llmcache.CachePolicy;
import io.llmcache.Sampling;
import io.llmcache.TenantMode;
import io.llmcache.Tools;
import io.llmcache.UnknownTemperature;
import org.jspecify.annotations.Nullable;

/**
 * Makes the key of one request, and turns away what the policy does not want cached. Not
 * thread-safe.
 */
final class RequestWriter {

	private final Digester digester;

	private final Forms forms;

	private final CachePolicy policy;

	private long room;

	private boolean temperatureKnown;

	private boolean tools;

	RequestWriter(Digester digester, Forms forms, CachePolicy policy) {
		this.digester = digester;
		this.forms = forms;
		this.policy = policy;
		this.room = policy.maxKeyBytes();
	}

	static Digest tenant(Digester digester, String tenant) {
		Feed feed = digester.feed(Tag.TENANT, Long.MAX_VALUE);
		feed.text(tenant);
		return feed.finish();
	}

	/**
	 * The digest of a tenant, and null without one.
	 * @throws Unkeyable when one is required
	 */
	@Nullable Digest tenant(@Nullable String tenant) {
		if (tenant != null) {
			return tenant(this.digester, tenant);
		}
		if (this.policy.tenant() == TenantMode.REQUIRED) {
			throw new Unkeyable(BypassReason.TENANT, "a tenant is required, and the request has none");
		}
		return null;
	}

	/**
	 * Notes a temperature.
	 * @throws Unkeyable when it asks for varied answers
	 */
	void temperature(@Nullable Number temperature) {
		this.temperatureKnown |= temperature != null;
		if (Temperature.varies(temperature)) {
			varied();
		}
	}

	private void varied() {
		if (this.policy.sampling() != Sampling.ANY) {
			throw new Unkeyable(BypassReason.SAMPLING, "the temperature asks for varied answers. "
					+ "Pass 0, or set sampling = ANY where one answer may serve all equal requests");
		}
	}

	/**
	 * Lets the request pass once all of it has been seen.
	 * @throws Unkeyable when it offers tools, or must show a temperature and does not
	 */
	void gate() {
		if (this.tools && this.policy.tools() != Tools.ANY) {
			throw new Unkeyable(BypassReason.TOOLS, "the request offers tools to the model. "
					+ "Set tools = ANY where their effect is not needed again on a hit");
		}
		if (!this.temperatureKnown && this.policy.sampling() != Sampling.ANY
				&& this.policy.unknownTemperature() == UnknownTemperature.BYPASS) {
			throw new Unkeyable(BypassReason.SAMPLING, "the request does not show a temperature. "
					+ "Pass one, set sampling = ANY, or set llm.cache.unknown-temperature to cache");
		}
	}

	/**
	 * The scope of a request.
	 * @param base what all requests of the operation have in common
	 * @param tenant the tenant
	 * @param arguments writes the arguments but the prompt
	 */
	Digest scope(Digest base, @Nullable Digest tenant, Consumer<Encoding> arguments) {
		Feed feed = this.digester.feed(Tag.SCOPE, this.room, 256);
		feed.digest(base);
		if (tenant != null) {
			feed.tag(Tag.PRESENT);
			feed.digest(tenant);
		}
		else {
			feed.tag(Tag.EMPTY);
		}
		Encoding encoding = new Encoding(this.digester, this.forms, feed);
		arguments.accept(encoding);
		this.room = feed.room();
		this.tools |= encoding.tools();
		this.temperatureKnown |= encoding.temperatureKnown();
		if (encoding.varied()) {
			varied();
		}
		return feed.finish();
	}

	/**
	 * The key of a request.
	 * @param prompts the normalised prompts, in order; null for one that is null
	 */
	CacheKey key(Digest scope, @Nullable Digest tenant, List<@Nullable String> prompts) {
		String text = joined(prompts);
		Feed feed = this.digester.feed(Tag.REQUEST, this.room);
		feed.digest(scope);
		for (String prompt : prompts) {
			feed.tag(Tag.PROMPT);
			if (prompt != null) {
				feed.text(prompt);
			}
			else {
				feed.tag(Tag.NULL);
			}
		}
		return new CacheKey(this.policy.cache(), this.policy.version(), feed.finish(), scope, tenant, text);
	}

	private static String joined(List<@Nullable String> prompts) {
		if (prompts.size() == 1) {
			String prompt = prompts.get(0);
			return (prompt != null) ? prompt : "";
		}
		StringBuilder text = new StringBuilder();
		for (String prompt : prompts) {
			if (prompt != null) {
				text.append(text.isEmpty() ? "" : "\n").append(prompt);
			}
		}
		return text.toString();
	}

	/**
	 * Writes an argument.
	 * @throws Unkeyable naming the argument, whatever goes wrong
	 */
	static void argument(String name, @Nullable Object value, Encoding encoding) {
		try {
			encoding.write(value);
		}
		catch (Unkeyable ex) {
			throw new Unkeyable(ex.reason(), "parameter '" + name + "': " + ex.getMessage());
		}
		catch (RuntimeException | StackOverflowError ex) {
			throw new Unkeyable("parameter '" + name + "': " + OperationKeys.failed(ex));
		}
	}

}
