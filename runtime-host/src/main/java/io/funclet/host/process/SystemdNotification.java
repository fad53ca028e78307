package io.funclet.host.process;

import java.io.IOException;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Tells systemd that a service of {@code Type=notify} is ready. By its program {@code systemd-notify}, because Java opens
 * no datagram sockets of files. Used only if systemd asks for it, so no other start loads the class.
 */
public final class SystemdNotification {

    /** The variable by which systemd asks. */
    public static final String SOCKET = "NOTIFY_SOCKET";

    private static final Logger LOG = Logger.getLogger(SystemdNotification.class.getName());

    private SystemdNotification() {}

    /** Whether systemd has started this process, and not one of its ancestors, which hands its variables on. */
    public static boolean isService(Map<String, String> environment) {
        // systemd before 248 does not name the process.
        String asked = environment.get("SYSTEMD_EXEC_PID");
        return asked == null
                ? environment.containsKey(SOCKET)
                : asked.equals(Long.toString(ProcessHandle.current().pid()));
    }

    /**
     * Says that the service is ready, if this process is the service. Does not wait until
     * systemd knows it. A failure is a warning: systemd then ends the start when its time is over.
     */
    public static void ready(Map<String, String> environment) {
        if (!isService(environment)) {
            return;
        }
        try {
            // What it has to say about a failure is for the log of the service.
            new ProcessBuilder("systemd-notify", "--ready").inheritIO().start();
        } catch (IOException failure) {
            LOG.log(
                    Level.WARNING,
                    "systemd does not learn that the service is ready: " + failure.getMessage()
                            + "; install systemd-notify, or take Type=exec for this service");
        }
    }
}
