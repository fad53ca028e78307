package io.funclet.host;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.funclet.host.call.Invoker;
import io.funclet.host.call.Router;
import io.funclet.host.call.endpoint.FunctionEndpoint;
import io.funclet.host.call.worker.CallExecutor;
import io.funclet.host.config.ConfigFile;
import io.funclet.host.config.InvalidConfigException;
import io.funclet.host.config.RuntimeConfig;
import io.funclet.host.config.ServerConfig;
import io.funclet.host.config.change.ConfigChange;
import io.funclet.host.config.change.ConfigDifference;
import io.funclet.host.config.change.ReloadResult;
import io.funclet.host.config.change.Reloadable;
import io.funclet.host.deploy.CodeWatch;
import io.funclet.host.deploy.DirectoryPlan;
import io.funclet.host.grpc.transport.ServerTls;
import io.funclet.host.log.output.RuntimeLog;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.osgi.framework.BundleException;

/**
 * Reads the configuration of a running process again. First it checks everything; what is wrong changes nothing. One reload
 * at a time.
 */
final class ConfigReload implements Reloadable {

    private static final Logger LOG = Logger.getLogger(ConfigReload.class.getName());

    /**
     * What a reload changes.
     *
     * @param tls {@code null} for plaintext
     */
    record Parts(
            Router router,
            Invoker invoker,
            CallExecutor callExecutor,
            ServerTls tls,
            CodeWatch watch,
            RuntimeLog log) {}

    private static final String NO_FILE =
            "the configuration was given as text by -c, so there is no file to read again; restart the process";

    private final Parts parts;

    /** As it is in force. Only a reload writes it. */
    private volatile RuntimeConfig config;

    private final Instant started = Instant.now();
    private volatile Instant last;
    private volatile boolean failed;

    ConfigReload(Parts parts, RuntimeConfig config) {
        this.parts = parts;
        this.config = config;
    }

    @Override
    public RuntimeConfig config() {
        return config;
    }

    @Override
    public Instant lastReload() {
        return last;
    }

    @Override
    public Instant configured() {
        Instant reloaded = last;
        return reloaded == null ? started : reloaded;
    }

    @Override
    public boolean isReloadFailed() {
        return failed;
    }

    @Override
    public synchronized ReloadResult reload() {
        Optional<ConfigFile<RuntimeConfig>> file = config.file();
        if (file.isEmpty()) {
            return ReloadResult.failed(NO_FILE);
        }
        ReloadResult result = reload(file.get());
        failed = !result.isInForce();
        Level level = !result.isInForce() || result.changes().stream().anyMatch(ConfigChange::needsRestart)
                ? Level.WARNING
                : Level.INFO;
        LOG.log(level, "configuration " + file.get().path() + " " + result.inWords());
        return result;
    }

    @GuardedBy("this")
    private ReloadResult reload(ConfigFile<RuntimeConfig> file) {
        try {
            // Opening a pipe would wait, and a start may have read one.
            if (Files.exists(file.path()) && !Files.isRegularFile(file.path())) {
                return ReloadResult.failed(file.path() + " is no regular file");
            }
            RuntimeConfig read = file.reader().read();
            ConfigFile<RuntimeConfig> now = read.file().orElseThrow();
            if (!now.path().equals(file.path()) || file.isThere() && !now.isThere()) {
                return ReloadResult.failed(file.path() + " is gone");
            }
            ConfigDifference difference = new ConfigDifference(config, read);
            RuntimeConfig result = difference.result();
            ServerTls.Snapshot tls = parts.tls() == null
                    ? null
                    : parts.tls().read(result.server().tls().orElseThrow());
            DirectoryPlan plan = parts.watch().plan(result);
            for (String warning : read.warnings()) {
                if (!config.warnings().contains(warning)) {
                    LOG.warning(warning);
                }
            }
            apply(result, tls, plan);
            last = Instant.now();
            return new ReloadResult(difference.changes(), difference.unchangedFunctions(), "");
        } catch (InvalidConfigException invalid) {
            return ReloadResult.failed(invalid.getMessage());
        } catch (IOException failure) {
            return ReloadResult.failed(String.valueOf(failure.getMessage()));
        } catch (RuntimeException defect) {
            LOG.log(Level.SEVERE, "the reload failed", defect);
            return ReloadResult.failed(defect.toString());
        }
    }

    @GuardedBy("this")
    private void apply(RuntimeConfig result, ServerTls.Snapshot tls, DirectoryPlan plan) {
        if (tls != null) {
            parts.tls().use(tls);
        }
        ServerConfig server = result.server();
        if (server.hasFixedCallThreads()) {
            parts.callExecutor().allow(server.callThreads());
        }
        Collection<FunctionEndpoint> left = parts.router().configure(result, parts.callExecutor()::allow);
        parts.log().limit(parts.router().quotas());
        parts.log().setLevels(result.tenants());
        parts.invoker().configure(server);
        if (result.logger().level() != config.logger().level()) {
            parts.log().setLevel(result.logger().level());
        }
        config = result;
        try {
            parts.watch().reconfigure(plan, left);
        } catch (BundleException | IllegalStateException failure) {
            LOG.log(
                    Level.SEVERE,
                    "the code directories are not watched any more, restart the process: " + failure.getMessage(),
                    failure);
        }
    }
}
