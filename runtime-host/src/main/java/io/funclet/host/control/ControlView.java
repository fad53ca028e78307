package io.funclet.host.control;

import io.funclet.host.call.Router;
import io.funclet.host.call.stat.FunctionStatus;
import io.funclet.host.config.change.Reloadable;
import io.funclet.host.deploy.CodeDirectories;
import io.funclet.host.deploy.status.DirectoryStatus;
import io.funclet.host.log.output.RuntimeLog;
import io.grpc.HandlerRegistry;
import java.util.List;

/** What the control service shows and changes. */
public record ControlView(
        String name,
        String address,
        Router router,
        CodeDirectories code,
        RuntimeLog log,
        Reloadable configuration,
        HandlerRegistry probes) {

    public List<FunctionStatus> functions() {
        return router.status();
    }

    public List<DirectoryStatus> directories() {
        return code.status();
    }
}
