package io.funclet.host.framework;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Field;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.felix.framework.FrameworkFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.wiring.FrameworkWiring;

class LostThreadTest {

    /** As it is after a request for which the system gave no thread. If this fails, Felix does it differently now. */
    @Test
    void refresh_isDone_afterTheThreadForTheFirstOneWasNotToBeHad(@TempDir Path storage) throws Exception {
        Framework felix = new FrameworkFactory().newFramework(Map.of(Constants.FRAMEWORK_STORAGE, storage.toString()));
        felix.start();
        try {
            FrameworkWiring wiring = felix.adapt(FrameworkWiring.class);
            Field thread = wiring.getClass().getDeclaredField("m_thread");
            thread.setAccessible(true);
            thread.set(wiring, new Thread("never started"));

            LostThread.forget(wiring);

            CountDownLatch refreshed = new CountDownLatch(1);
            wiring.refreshBundles(List.of(), event -> refreshed.countDown());
            assertTrue(refreshed.await(20, TimeUnit.SECONDS));
        } finally {
            felix.stop();
            felix.waitForStop(20_000);
        }
    }
}
