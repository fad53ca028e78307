package io.funclet.host.call.endpoint;

import io.funclet.host.call.permit.CallObservation;
import io.funclet.host.config.LaunchProfile;

/** A call on a worker. Some are looked at, to find out whether calls of their version may run on event loops. */
final class WorkerRun {

    private WorkerRun() {}

    static void handle(Invocation invocation, FunctionVersion version) {
        CallObservation observation = version.observation();
        if (observation != null && invocation.hooks.observes() && observation.wantsTrial()) {
            CallObservation.Look look = new CallObservation.Look();
            invocation.handle(version, look);
            if (observation.tried(look)) {
                OverdueCalls.runsOnEventLoops(invocation.context);
            }
            return;
        }
        int trial = version.permit().trial();
        if (trial < 0 || LaunchProfile.CURRENT.debugged()) {
            invocation.handle(version, null);
            return;
        }
        long begin = System.nanoTime();
        invocation.handle(version, null);
        long nanos = System.nanoTime() - begin;
        if (version.permit().tried(trial, nanos)) {
            OverdueCalls.tookLong(invocation.context, nanos);
        }
    }
}
