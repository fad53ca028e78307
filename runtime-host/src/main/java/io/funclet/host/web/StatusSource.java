package io.funclet.host.web;

import io.funclet.host.call.stat.FunctionStatus;
import io.funclet.host.call.stat.InvalidRequests;
import io.funclet.host.deploy.status.DirectoryStatus;
import java.util.List;

/** What metrics and the status page tell. Asked by a thread of their own. */
public interface StatusSource {

    /**
     * The name of the instance.
     *
     * @return the name, as its configuration says
     */
    String name();

    /**
     * How the functions are doing.
     *
     * @return a status for each
     */
    List<FunctionStatus> functions();

    /**
     * The calls that came for no function.
     *
     * @return their number
     */
    InvalidRequests rejected();

    /**
     * What stands in the code directories.
     *
     * @return a status for each
     */
    List<DirectoryStatus> directories();
}
