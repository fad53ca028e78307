package io.funclet.host.call;

import io.funclet.host.ops.FailedCallback;
import java.util.logging.Logger;

/** What those are told who wait for a version in vain. */
record Dismissal(CallFailure failure, String reason) {

    private static final Logger LOG = Logger.getLogger(Dismissal.class.getName());

    /** Ends the call. One whose answer cannot be told keeps it from nobody else. */
    void tell(Invocation invocation) {
        try {
            invocation.outcome.fail(failure, reason);
        } catch (RuntimeException | Error failed) {
            FailedCallback.log(LOG, "telling a call that its function does not come", failed);
        }
    }
}
