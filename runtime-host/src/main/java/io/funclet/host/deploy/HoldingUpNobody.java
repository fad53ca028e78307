package io.funclet.host.deploy;

import io.funclet.host.deploy.TimeLimit.Patience;
import io.funclet.host.deploy.TimeLimit.Step;

/**
 * A bundle that takes its time costs neither a worker nor the start of the others.
 *
 * @param workers on one of which it is waited for
 * @param endTurn lets the next one be activated
 * @param limit refuses to wait any longer
 */
record HoldingUpNobody(DeployWorkers workers, Runnable endTurn, Step limit) implements Patience {

    @Override
    public void begin() {
        workers.begin();
        endTurn.run();
    }

    @Override
    public void end() {
        workers.end();
    }

    @Override
    public void check() throws RefusedException {
        limit.run();
    }
}
