package io.llmcache;

/**
 * Whether every request must belong to a tenant.
 */
public enum TenantMode {

	/** Requests without a tenant share their answers. */
	NONE,

	/** A request without a tenant bypasses the cache. */
	REQUIRED

}
