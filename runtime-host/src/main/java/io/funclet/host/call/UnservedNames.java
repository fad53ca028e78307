package io.funclet.host.call;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.funclet.host.call.endpoint.FunctionEndpoint;
import io.funclet.host.call.model.AbsentFunctions;
import io.funclet.host.call.model.AbsentFunctions.Absence;
import io.funclet.host.call.model.CallException;
import io.funclet.host.call.model.CallFailure;
import io.funclet.host.call.model.SingleLineText;
import io.funclet.host.call.stat.CallCounts;
import io.funclet.host.config.FunctionConfig;
import java.util.List;

/**
 * The names that no function has. Calls wait for those that may come; the others fail with a list of the known names.
 * Thread-safe.
 */
final class UnservedNames {

    /** Each name takes a part of the workers, so the number is small beside configured functions. */
    private static final int MOST_BESIDE_CONFIGURED = 8;

    private final EndpointTable endpoints;

    private final boolean open;

    /** {@code null} without tenants. */
    private final TenantNames tenants;

    private final CallCounts unrouted;

    private volatile AbsentFunctions absent = AbsentFunctions.NONE;

    /** How many open directories have jars of the start that were not tried yet. */
    @GuardedBy("this")
    private int unsettled;

    UnservedNames(EndpointTable endpoints, boolean open, TenantNames tenants, CallCounts unrouted) {
        this.endpoints = endpoints;
        this.open = open;
        this.tenants = tenants;
        this.unsettled = tenants == null ? 1 : tenants.openDirectories();
        this.unrouted = unrouted;
    }

    void ask(AbsentFunctions functions) {
        absent = functions;
    }

    /**
     * The endpoint where a call waits for a function that may come.
     *
     * @param tenant whose function is meant; empty for any
     */
    FunctionEndpoint expect(String called, String tenant) throws CallException {
        if (!tenant.isEmpty() && !open) {
            // The manager names all functions of a tenant. What is expected might be another tenant's.
            throw new CallException(CallFailure.NOT_FOUND, unknown(called, tenant));
        }
        String name = !tenant.isEmpty() && tenants.ofName(called).equals(tenant)
                ? called
                : FunctionConfig.fullName(tenant, called);
        boolean starting = open && !endpoints.isSettled();
        // Not during the start: most missing functions come then, and asking would have to read their jars first.
        Absence absence = starting ? Absence.UNKNOWN : absent.of(name);
        if (starting || absence.mayCome()) {
            FunctionEndpoint expected =
                    endpoints.expect(name, open ? EndpointTable.MOST_EXPECTED : MOST_BESIDE_CONFIGURED);
            if (expected == null) {
                throw open
                        ? new CallException(CallFailure.UNAVAILABLE, tooMany(name, starting))
                        : new CallException(CallFailure.NOT_FOUND, unknown(name, tenant));
            }
            expected.explainAbsence(unserved(name, absence));
            // The reason to expect it may have ended meanwhile, after the last reconsider().
            if (starting && !endpoints.isSettled() || absent.of(name).mayCome() || !endpoints.isOnlyExpected(name)) {
                return expected;
            }
            endpoints.remove(name);
        }
        throw new CallException(CallFailure.NOT_FOUND, unknown(name, tenant));
    }

    /** A function was removed. Its calls go on waiting only if it may come back. */
    void remove(String name) {
        FunctionEndpoint endpoint = endpoints.now().get(name);
        if (endpoint == null || endpoints.isConfigured(name)) {
            return;
        }
        Absence absence = endpoint.bulkhead().inside() == 0 ? Absence.UNKNOWN : absent.of(name);
        if (absence.mayCome()) {
            endpoints.expectAgain(name);
            endpoint.publish(null);
            endpoint.explainAbsence(unserved(name, absence));
        } else {
            dismiss(name);
        }
    }

    private void dismiss(String name) {
        FunctionEndpoint removed = endpoints.remove(name);
        if (removed != null) {
            // A call that has found this endpoint must not wait for a retired version.
            removed.publish(null);
            String other = tenants == null ? null : tenants.fullName(name, endpoints.now());
            removed.dismiss(
                    other == null ? CallFailure.NOT_FOUND : CallFailure.UNAVAILABLE,
                    other == null
                            ? unknown(name, removed.config().tenant())
                            : "function " + name + " is served as " + other + " since now; call again");
            removed.counts(null).failed().forEach((protocol, failures) -> {
                for (long i = failures.getOrDefault(CallFailure.NOT_FOUND, 0L); i > 0; i--) {
                    unrouted.rejected(protocol, CallFailure.NOT_FOUND);
                }
            });
        }
    }

    /** Ends the wait for names that can no longer come. */
    void reconsider() {
        for (String name : endpoints.onlyExpected()) {
            FunctionEndpoint endpoint = endpoints.now().get(name);
            boolean starting = open && !endpoints.isSettled();
            Absence absence = absent.of(name);
            if (endpoint != null && (starting || absence.mayCome())) {
                endpoint.explainAbsence(unserved(name, absence));
            } else if (endpoints.isOnlyExpected(name)) {
                dismiss(name);
            }
        }
    }

    /** An open directory has published all functions of the start. After the last one, fewer names may come. */
    void settle() {
        synchronized (this) {
            if (--unsettled > 0) {
                return;
            }
        }
        List<FunctionEndpoint> present = endpoints.settle();
        if (open) {
            for (FunctionEndpoint endpoint : present) {
                if (!endpoint.serves()) {
                    endpoints.expectAgain(endpoint.name());
                }
            }
        }
        reconsider();
    }

    private static String unserved(String name, Absence absence) {
        return "function " + SingleLineText.of(name) + " is not loaded yet" + because(absence);
    }

    private static String because(Absence absence) {
        return absence.reason().isEmpty() ? "" : "; " + SingleLineText.of(absence.reason());
    }

    private static String tooMany(String name, boolean starting) {
        return "function " + SingleLineText.of(name) + " is not there, and "
                + (starting ? "while the runtime starts, calls wait for " : "calls wait for ")
                + EndpointTable.MOST_EXPECTED + " such names at most; call again"
                + (starting ? " when it has started" : "");
    }

    /** @param tenant whose functions the caller may know; empty for all */
    String unknown(String name, String tenant) {
        // Where a manager names all functions, the reason might be in another tenant's directory.
        String reason = tenant.isEmpty() || open ? because(absent.of(name)) : "";
        return "function " + SingleLineText.of(name) + " is not known; " + known(tenant) + reason;
    }

    /** The known names, for an error. */
    String known(String tenant) {
        List<String> names = endpoints.known(tenant);
        return names.isEmpty() ? "no function is served" : "known are: " + SingleLineText.of(String.join(", ", names));
    }
}
