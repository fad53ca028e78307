package io.funclet.host.it.runtime;

import io.funclet.host.config.ListenAddress;
import io.funclet.host.config.RuntimeConfig;
import io.funclet.host.config.load.ConfigLoader;
import io.funclet.host.config.load.ServeConfig;
import io.funclet.host.it.client.WebClient;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Arguments, environment and options of a runtime, and its start with them, in either process. Mutable, of one thread. */
final class RuntimeLaunch {

    private final List<String> arguments;
    private final Map<String, String> variables = new HashMap<>();
    private UnaryOperator<RuntimeStart> options = start -> start;
    private boolean hasWeb;
    private WebClient web;

    RuntimeLaunch(String... arguments) {
        this.arguments = List.of(arguments);
    }

    void with(UnaryOperator<RuntimeStart> further) {
        UnaryOperator<RuntimeStart> all = options;
        options = start -> further.apply(all.apply(start));
    }

    void environment(String name, String value) {
        variables.put(name, value);
    }

    /** Serves HTTP, too, on a port of each start. */
    void withWeb() {
        hasWeb = true;
    }

    WebClient web() {
        return web;
    }

    boolean logsToStandardError() {
        return arguments.contains("serve");
    }

    private void prepare() throws Exception {
        if (hasWeb) {
            web = WebClient.of(RuntimeProcess.freePort());
            environment("FUNCLET_HTTP", Integer.toString(web.port()));
        }
    }

    InProcessRuntime inThisProcess(RunningRuntime site) throws Exception {
        prepare();
        RuntimeConfig config = logsToStandardError()
                ? new ServeConfig(
                                site.served(),
                                Optional.empty(),
                                Optional.of(new ListenAddress("127.0.0.1", site.port())),
                                Optional.empty(),
                                variables)
                        .read()
                : ConfigLoader.load(Optional.empty(), variables, site.path());
        return new InProcessRuntime(config, site.temporary());
    }

    RuntimeProcess process(RunningRuntime site) throws Exception {
        prepare();
        List<String> line = new ArrayList<>(arguments);
        if (logsToStandardError()) {
            line.addAll(List.of("--address", "127.0.0.1:" + site.port()));
        }
        RuntimeStart start = options.apply(RuntimeProcess.in(site.path()).temporary(site.temporary()));
        variables.forEach(start::environment);
        RuntimeProcess process = start.start(line.toArray(String[]::new)).awaitPort(site.port());
        return hasWeb ? process.awaitPort(web.port()) : process;
    }
}
