package io.funclet.host.call.endpoint;

import io.funclet.host.call.model.Call;
import io.funclet.host.call.model.CallShare;

/**
 * Which calls a new version gets; the others go to the one before it. Immutable.
 *
 * @param rest gets the other calls. If it has been retired, the new version gets them
 * @param part of the calls for the new version
 */
public record VersionShare(FunctionVersion rest, CallShare part) {

    FunctionVersion likely(FunctionVersion now) {
        return part.percent() > 50 ? now : rest;
    }

    /** Lets a call enter its version. Returns {@code null} if both are retired. */
    Lease enter(FunctionVersion now, Call call) {
        Lease lease = part.has(call) ? null : rest.enter();
        return lease == null ? now.enter() : lease;
    }
}
