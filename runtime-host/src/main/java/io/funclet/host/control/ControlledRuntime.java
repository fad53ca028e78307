package io.funclet.host.control;

import io.funclet.host.call.FunctionStatus;
import io.funclet.host.config.LoggerConfig;
import io.funclet.host.deploy.DirectoryStatus;
import io.funclet.host.deploy.Explanation;
import io.funclet.host.deploy.Outcome;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** What the service tells, and does. Asked by threads of its own. */
public interface ControlledRuntime {

    /**
     * The name of the instance.
     *
     * @return the name, as its configuration says
     */
    String name();

    /**
     * Where callers reach it.
     *
     * @return host and port
     */
    String address();

    /**
     * How the functions are doing.
     *
     * @return a status for each
     */
    List<FunctionStatus> functions();

    /**
     * What stands in the code directories.
     *
     * @return a status for each
     */
    List<DirectoryStatus> directories();

    /**
     * Why something runs, or does not.
     *
     * @param subject a function, a bundle or a file
     * @return what is known by this name; empty if nothing is
     */
    List<Explanation> explain(String subject);

    /**
     * Has what stands in a file tried now.
     *
     * @param subject a file, or what is in it
     * @return how that ends, for each file that is meant; empty if none is
     */
    List<CompletableFuture<Outcome>> retry(String subject);

    /**
     * Has what serves started anew, without a gap.
     *
     * @param subject a function, a bundle or a file
     * @return how that ends, for each file that is meant; empty if none is
     */
    List<CompletableFuture<Outcome>> restart(String subject);

    /**
     * Sets the least level that is logged.
     *
     * @param level the level
     */
    void setLogLevel(LoggerConfig.Level level);

    /**
     * Sets the least level that is logged by the calls of one function, until that of all is set.
     *
     * @param function its name
     * @param level the level
     */
    void setLogLevel(String function, LoggerConfig.Level level);
}
