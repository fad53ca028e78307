package io.funclet.host.call.quota;

/**
 * Why a call is rejected.
 *
 * @param reason one line for the caller
 * @param retryNanos when another one may succeed; 0 if that is not known; -1 if callers should not retry
 */
public record QuotaRejection(String reason, long retryNanos) {}
