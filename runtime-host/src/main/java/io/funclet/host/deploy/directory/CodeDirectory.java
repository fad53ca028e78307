package io.funclet.host.deploy.directory;

import io.funclet.host.call.Router;
import io.funclet.host.deploy.serving.ServedHandlers;
import io.funclet.host.deploy.work.ActivationMutex;
import java.nio.file.Path;

/** One code directory: where it is, and what is known about it. */
public final class CodeDirectory {

    private final int number;
    private final Path path;
    private final ServedHandlers handlers;
    private final JarAbsences absences;
    private final DirectoryAvailability availability;
    private final History history = new History();
    private final DirectoryActivity activity = new DirectoryActivity();
    private final ActivationMutex activationMutex = new ActivationMutex();
    private final Object wiring = new Object();

    public CodeDirectory(int number, Path path, Router router, boolean open) {
        this.number = number;
        this.path = path;
        this.handlers = new ServedHandlers(path, router, open);
        this.absences = new JarAbsences(handlers);
        this.availability = new DirectoryAvailability(path);
    }

    public int number() {
        return number;
    }

    /** The directory as it was configured: what links on the way point to may change. */
    public Path path() {
        return path;
    }

    /** A file of this directory, as the log names it: twins in two directories must differ. */
    public String label(String fileName) {
        Path name = path.getFileName();
        return name == null ? fileName : name + "/" + fileName;
    }

    /** Who offers which function here, and which slots they serve. */
    public ServedHandlers handlers() {
        return handlers;
    }

    /** Why some of its jars do not serve. */
    public JarAbsences absences() {
        return absences;
    }

    /** Whether it is there. */
    public DirectoryAvailability availability() {
        return availability;
    }

    /** How its changes ended. */
    public History history() {
        return history;
    }

    /** What goes on in it. */
    public DirectoryActivity activity() {
        return activity;
    }

    /** Whether its start is over. */
    public boolean isStarted() {
        return activity.isStarted();
    }

    /** Lets one bundle after the other be activated. */
    public ActivationMutex activationMutex() {
        return activationMutex;
    }

    /** Guards that what leaves is not wired to any more. */
    public Object wiring() {
        return wiring;
    }
}
