package io.funclet.host.upgrade;

import io.funclet.host.grpc.transport.ListeningSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The parts of a runtime that an upgrade uses, whether it is replaced or replaces another one. Any thread. */
public interface UpgradedRuntime {

    /** A listening socket, and its name among the inherited ones. */
    record NamedSocket(String name, ListeningSocket socket) {}

    /** An upgrade needs at most two. */
    List<NamedSocket> listening();

    /** The names of the functions of which a version serves now. */
    List<String> served();

    /** Whether a version of the function serves now; empty if the name is unknown. */
    Optional<Boolean> serves(String function);

    /** The directory of this process, which only its user can enter. */
    Path directory();

    /** Accepts connections. */
    void accept();

    /** Accepts no connection, and has clients make new ones. Calls that run go on. Waits for handshakes alone. */
    void moveClients();

    /** After {@link #moveClients}: waits until they have gone, but not longer than a stop may take. */
    void awaitClientsGone();

    /** Stops the process as a signal does, and logs this reason. Returns at once. */
    void stop(String reason);
}
