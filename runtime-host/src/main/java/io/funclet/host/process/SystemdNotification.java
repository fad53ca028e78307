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

    /**
     * Says that the service is ready, unless the one that is asked is the parent of this process. Does not wait until
     * systemd knows it. A failure is a warning: systemd then ends the start when its time is over.
     */
    public static void ready(Map<String, String> environment) {
        // A manager that is such a service itself hands its variables on. systemd before 248 does not name the process.
        String asked = environment.get("SYSTEMD_EXEC_PID");
        if (asked != null && !asked.equals(Long.toString(ProcessHandle.current().pid()))) {
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
