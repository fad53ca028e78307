package io.funclet.host.upgrade;

import io.funclet.host.config.LaunchProfile;
import io.funclet.host.process.SystemdNotification;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Who has started this process, and what that one does when the process ends and another one has taken over. */
final class Supervision {

    private static final Logger LOG = Logger.getLogger(Supervision.class.getName());

    private Supervision() {}

    /** Throws if a new process could not outlive this one, or this one would be started again beside it. */
    static void check(List<String> arguments, Map<String, String> environment) throws UpgradeException {
        if (LaunchProfile.CURRENT.home() == null) {
            throw new UpgradeException("this process was not started by bin/funclet");
        }
        if (LaunchProfile.CURRENT.init()) {
            throw new UpgradeException("this is process 1 of a container, which ends with it: replace the container");
        }
        if (LaunchProfile.parent().isPresent()) {
            throw new UpgradeException("this process belongs to funclet dev");
        }
        boolean managed =
                arguments.stream().anyMatch(argument -> argument.strip().startsWith("{"))
                        || environment.keySet().stream().anyMatch(name -> name.matches("(BAETYL|OPENEDGE)_.*"));
        if (managed) {
            throw new UpgradeException(
                    "openedge or baetyl has started this process, and would start another one at its end:"
                            + " give the manager the other version");
        }
        if (SystemdNotification.isService(environment) && !environment.containsKey(SystemdNotification.SOCKET)) {
            throw new UpgradeException("systemd would end the new process with this one: set Type=notify and"
                    + " NotifyAccess=all in the unit, or restart it with a socket unit");
        }
    }

    /** Tells systemd which process is the service from now on. */
    static void tell(long process, Map<String, String> environment) throws InterruptedException {
        if (SystemdNotification.isService(environment) && environment.containsKey(SystemdNotification.SOCKET)) {
            try {
                // Java has no datagram sockets of Unix.
                int status = new ProcessBuilder("systemd-notify", "MAINPID=" + process)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor();
                LOG.log(Level.FINE, "systemd-notify has ended with status {0}", status);
            } catch (IOException missing) {
                LOG.log(Level.WARNING, "systemd does not know the new process, and may end it", missing);
            }
        }
    }
}
