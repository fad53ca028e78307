package io.funclet.host.deploy;

import io.funclet.host.deploy.TimeLimit.Patience;

/** A bundle that takes its time costs neither a worker nor the start of the others. */
record HoldingUpNobody(DeployWorkers workers, CodeDirectory directory) implements Patience {

    @Override
    public void begin() {
        workers.begin();
        directory.end();
    }

    @Override
    public void end() {
        directory.begin();
        workers.end();
    }
}
