package io.funclet.host.deploy.rollout;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.funclet.host.deploy.bundle.DeployContext;
import io.funclet.host.deploy.bundle.InstalledJars;
import io.funclet.host.deploy.directory.CodeDirectory;
import io.funclet.host.deploy.work.DeployWorkers;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleAgingTest {

    @TempDir
    private Path path;

    @Test
    void ofADirectoryThatIsLeft_ends() {
        ScheduledThreadPoolExecutor timers = new ScheduledThreadPoolExecutor(1);
        try (DeployWorkers workers = new DeployWorkers()) {
            CodeDirectory directory = CodeDirectory.of(1, path, null, true, "", null, null, true, null);
            DeployContext context =
                    new DeployContext(null, new InstalledJars(), null, null, timers, workers, null, null, null, null);
            new SampleAging(context, directory, Set::of).begin();
            round(timers);
            assertEquals(1, timers.getQueue().size());

            directory.availability().retire();
            round(timers);

            assertEquals(0, timers.getQueue().size());
        } finally {
            timers.shutdownNow();
        }
    }

    private static void round(ScheduledThreadPoolExecutor timers) {
        Runnable next = timers.getQueue().iterator().next();
        timers.remove(next);
        next.run();
    }
}
