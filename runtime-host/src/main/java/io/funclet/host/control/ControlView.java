package io.funclet.host.control;

import io.funclet.host.call.Router;
import io.funclet.host.call.stat.FunctionStatus;
import io.funclet.host.deploy.CodeDirectories;
import io.funclet.host.deploy.status.DirectoryStatus;
import io.funclet.host.log.output.RuntimeLog;
import java.util.List;

/**
 * What the service tells of, and acts on.
 *
 * @param name the name of the instance, as its configuration says
 * @param address where callers reach it, host and port
 * @param router the functions
 * @param code the code directories
 * @param log the log of the process
 */
public record ControlView(String name, String address, Router router, CodeDirectories code, RuntimeLog log) {

    /**
     * How the functions are doing.
     *
     * @return a status for each
     */
    public List<FunctionStatus> functions() {
        return router.status();
    }

    /**
     * What is in the code directories.
     *
     * @return a status for each
     */
    public List<DirectoryStatus> directories() {
        return code.status();
    }
}
