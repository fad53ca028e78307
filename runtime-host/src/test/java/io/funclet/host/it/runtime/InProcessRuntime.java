package io.funclet.host.it.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.funclet.host.EmbeddedRuntime;
import io.funclet.host.config.RuntimeConfig;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.framework.wiring.BundleWiring;

/** A runtime in the process of the tests. It leaves no thread and no file, or its end fails. */
final class InProcessRuntime implements AutoCloseable {

    private final ByteArrayOutputStream console = new ByteArrayOutputStream();
    private final Collection<WeakReference<ClassLoader>> loaders = new ConcurrentLinkedQueue<>();
    private final Path temporary;
    private final EmbeddedRuntime runtime;

    InProcessRuntime(RuntimeConfig config, Path temporary) throws Exception {
        this.temporary = temporary;
        runtime = EmbeddedRuntime.start(config, temporary, new PrintStream(console, true, UTF_8));
        runtime.framework().addBundleListener((SynchronousBundleListener) event -> {
            if (event.getType() == BundleEvent.STARTED) {
                loaders.add(new WeakReference<>(
                        event.getBundle().adapt(BundleWiring.class).getClassLoader()));
            }
        });
    }

    /** What the runtime has written to its console. */
    List<String> err() {
        return console.toString(UTF_8).lines().toList();
    }

    /** Collects garbage, and counts the class loaders that bundles have had since the start, and that are still reachable. */
    long bundleLoaders() {
        System.gc();
        loaders.removeIf(loader -> loader.get() == null);
        return loaders.size();
    }

    @Override
    public void close() throws IOException {
        runtime.close();
        assertEquals(List.of(), runtime.threads());
        assertEquals(List.of(), RuntimeProcess.files(temporary));
    }
}
