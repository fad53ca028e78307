package io.funclet.host;

import io.funclet.host.call.FunctionStatus;
import io.funclet.host.call.Router;
import io.funclet.host.config.LoggerConfig;
import io.funclet.host.control.ControlledRuntime;
import io.funclet.host.deploy.CodeDirectories;
import io.funclet.host.deploy.DirectoryStatus;
import io.funclet.host.deploy.Explanation;
import io.funclet.host.deploy.Outcome;
import io.funclet.host.ops.RuntimeLog;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** This process, for its operator. */
record Operated(String name, String address, Router router, CodeDirectories code, RuntimeLog log)
        implements ControlledRuntime {

    @Override
    public List<FunctionStatus> functions() {
        return router.status();
    }

    @Override
    public List<DirectoryStatus> directories() {
        return code.status();
    }

    @Override
    public List<Explanation> explain(String subject) {
        return code.explain(subject);
    }

    @Override
    public List<CompletableFuture<Outcome>> retry(String subject) {
        return code.retry(subject);
    }

    @Override
    public List<CompletableFuture<Outcome>> restart(String subject) {
        return code.restart(subject);
    }

    @Override
    public void setLogLevel(LoggerConfig.Level level) {
        log.setLevel(level);
    }

    @Override
    public void setLogLevel(String function, LoggerConfig.Level level) {
        log.setLevel(function, level);
    }
}
