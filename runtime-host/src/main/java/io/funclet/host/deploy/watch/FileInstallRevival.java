package io.funclet.host.deploy.watch;

import io.funclet.host.framework.EmbeddedFelix;
import java.util.HashSet;
import java.util.Set;
import java.util.logging.Logger;
import org.osgi.framework.BundleException;

/**
 * Starts FileInstall again if one of its threads has ended. An interruption ends such a thread for good, and a function may
 * interrupt any thread of the process. Until then, no directory would take an update.
 */
public final class FileInstallRevival implements Runnable {

    private static final Logger LOG = Logger.getLogger(FileInstallRevival.class.getName());

    private static final String NAME = "fileinstall-";

    private final EmbeddedFelix felix;
    private final Runnable looks;

    /** @param looks looks at all files: a restarted FileInstall does not know which have gone */
    public FileInstallRevival(EmbeddedFelix felix, Runnable looks) {
        this.felix = felix;
        this.looks = looks;
    }

    /** @throws IllegalStateException if FileInstall cannot be started again, as at the stop */
    @Override
    public void run() {
        if (areAlive()) {
            return;
        }
        LOG.warning(
                "a thread that watches code directories has been interrupted, and has ended: all are started again");
        try {
            felix.restartFileInstall();
        } catch (BundleException failure) {
            throw new IllegalStateException(
                    "FileInstall does not start again, and does not watch any more: " + failure.getMessage(), failure);
        }
        looks.run();
    }

    private boolean areAlive() {
        Set<String> names = names();
        for (String directory :
                felix.context().getProperty(FileInstallProperties.DIRECTORIES).split(",")) {
            if (!names.contains(NAME + directory)) {
                return false;
            }
        }
        return true;
    }

    private static Set<String> names() {
        ThreadGroup top = Thread.currentThread().getThreadGroup();
        while (top.getParent() != null) {
            top = top.getParent();
        }
        Thread[] threads = new Thread[2 * top.activeCount() + 16];
        int count = top.enumerate(threads);
        Set<String> names = new HashSet<>();
        for (int i = 0; i < count; i++) {
            names.add(threads[i].getName());
        }
        return names;
    }
}
