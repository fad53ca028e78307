package io.funclet.host.process;

import io.funclet.host.jdk.PrivateField;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Reaps processes that functions have started and left behind, if this process is number 1 of a container. The kernel
 * makes it their parent, and an ended child counts against the limit of processes until its parent waits for it. For
 * one thread.
 *
 * <p>Java has no interface for this, so it uses a private method. If a Java has none, the log names the option that
 * gives a container an init.
 */
public final class OrphanReaper implements Runnable {

    private static final Logger LOG = Logger.getLogger(OrphanReaper.class.getName());

    /** The children of the first thread: orphans, but not those that {@link ProcessBuilder} starts. */
    private static final Path CHILDREN = Path.of("/proc/self/task/1/children");

    /** The zombies of a second ago. Those for which Java's own threads wait do not last so long. */
    private Set<String> before = Set.of();

    private boolean told;

    /** {@code null} until it is needed. */
    private MethodHandle waitFor;

    private Map<?, ?> javas = Map.of();

    @Override
    public void run() {
        Set<String> zombies = zombies();
        for (String pid : zombies) {
            if (before.contains(pid)) {
                reap(pid);
            }
        }
        before = zombies;
    }

    private static Set<String> zombies() {
        try {
            String children = Files.readString(CHILDREN);
            if (children.isEmpty()) {
                return Set.of();
            }
            Set<String> zombies = new HashSet<>();
            for (String pid : children.split(" ")) {
                String stat = stat(pid);
                if (stat.startsWith(" Z", stat.lastIndexOf(')') + 1)) {
                    zombies.add(pid);
                }
            }
            return zombies;
        } catch (IOException unknown) {
            return Set.of(); // a kernel without this file
        }
    }

    /** {@code 4711 (name) Z 1 ...}; empty if it is gone. */
    private static String stat(String pid) {
        try {
            return Files.readString(Path.of("/proc", pid, "stat"));
        } catch (IOException gone) {
            return "";
        }
    }

    private void reap(String pid) {
        String stat = stat(pid);
        String name = stat.substring(stat.indexOf('(') + 1, Math.max(stat.lastIndexOf(')'), stat.indexOf('(') + 1));
        try {
            if (waitFor == null) {
                prepare();
            }
            if (!javas.containsKey(Long.valueOf(pid))) {
                int status = (int) waitFor.invokeExact(Long.parseLong(pid), true);
                LOG.log(
                        told ? Level.FINE : Level.INFO,
                        "as process 1 the runtime has reaped process " + pid + " (" + name
                                + "), which ended with status " + status + " and whose parent had left it behind");
                told = true;
            }
        } catch (Throwable different) {
            if (!told) {
                told = true;
                LOG.log(
                        Level.WARNING,
                        "processes that functions have left behind stay as zombies, such as " + pid + " (" + name
                                + "), and count against the limit of processes: start the container with an init, docker"
                                + " run --init say",
                        different);
            }
        }
    }

    private void prepare() throws ReflectiveOperationException {
        Lookup lookup = (Lookup) PrivateField.read(Lookup.class, "IMPL_LOOKUP");
        Class<?> processes = Class.forName("java.lang.ProcessHandleImpl");
        javas = (Map<?, ?>) PrivateField.read(processes, "completions");
        waitFor = lookup.findStatic(
                processes, "waitForProcessExit0", MethodType.methodType(int.class, long.class, boolean.class));
    }
}
