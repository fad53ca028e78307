package io.funclet.host.call.endpoint;

import io.funclet.api.Payload;
import io.funclet.host.call.model.Call;
import io.funclet.host.call.model.CallFailure;
import io.funclet.host.log.LogContext;
import java.util.Locale;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Logs each call as it ends, for those who develop functions. Loaded only in a process that {@code logsCalls}. */
public final class CallLog {

    private static final Logger LOG = Logger.getLogger(CallLog.class.getName());

    private static final double NANOS_PER_MILLI = 1e6;

    private CallLog() {}

    /**
     * @param failure {@code null} for a call that has succeeded
     * @param response {@code null} for one that has failed
     */
    static void ended(FunctionCallContext call, CallFailure failure, long nanos, Payload response, String message) {
        String sizes = call.event().size() + " B" + (response == null ? "" : " -> " + response.size() + " B");
        String status = failure == null ? "OK" : failure.name();
        String millis = String.format(Locale.ROOT, "%.1f ms", nanos / NANOS_PER_MILLI);
        log(call.mark(), status + "  " + millis + "  " + sizes + (message.isEmpty() ? "" : "  " + message));
    }

    /** A call that has reached no function. */
    public static void rejected(Call call, CallFailure failure, String message) {
        log(new LogContext("", "", call.invokeId()), failure.name() + "  " + message);
    }

    private static void log(LogContext mark, String text) {
        mark.log(LOG, Level.INFO, text);
    }
}
