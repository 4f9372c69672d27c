package io.llmcache.flight;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Predicate;

import io.llmcache.key.CacheKey;
import io.llmcache.key.Digest;

/**
 * The flights of this JVM, at most one per digest that a newcomer can join. Thread-safe.
 */
public final class SingleFlight {

	private final ConcurrentMap<Digest, Flight> flights = new ConcurrentHashMap<>();

	/**
	 * The flight for a request: the one under way, or a new one that the calling thread
	 * leads and must land and {@link #leave}.
	 * @param key the request
	 */
	public Joined join(CacheKey key) {
		Flight under = this.flights.get(key.digest());
		if (under != null) {
			return new Joined(under, false);
		}
		Flight mine = new Flight(key, Thread.currentThread());
		Flight first = this.flights.putIfAbsent(key.digest(), mine);
		return (first != null) ? new Joined(first, false) : new Joined(mine, true);
	}

	/**
	 * Lets nobody join the flight any more. Flights that do not land in time leave by
	 * themselves.
	 * @param flight the flight
	 */
	public void leave(Flight flight) {
		this.flights.remove(flight.key().digest(), flight);
	}

	/**
	 * Lets nobody join the flights any more that load what was voided: who asks from now
	 * on gets a new load. Those who wait already began before.
	 * @param voided tells what was voided
	 */
	public void detach(Predicate<CacheKey> voided) {
		this.flights.values().removeIf((flight) -> voided.test(flight.key()));
	}

	/**
	 * Lets nobody join the flight of one digest any more.
	 * @param digest the digest
	 */
	public void detach(Digest digest) {
		this.flights.remove(digest);
	}

	/**
	 * Lets nobody join the flights any more that load: what they load may have been
	 * voided without our knowing. Those that wait for another JVM ask again by
	 * themselves.
	 */
	public void detachLoading() {
		this.flights.values().removeIf(Flight::isLoading);
	}

	/**
	 * Number of flights under way.
	 */
	public int size() {
		return this.flights.size();
	}

	/**
	 * A flight and the part of the caller in it.
	 *
	 * @param flight the flight
	 * @param leads whether the caller leads it
	 */
	public record Joined(Flight flight, boolean leads) {

	}

}
