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

    /** The directory as it was configured: the links on its path may change. */
    public Path path() {
        return path;
    }

    /** The name of a file in the log: equal names in two directories must differ. */
    public String label(String fileName) {
        Path name = path.getFileName();
        return name == null ? fileName : name + "/" + fileName;
    }

    /** Which bundles serve its handlers. */
    public ServedHandlers handlers() {
        return handlers;
    }

    public JarAbsences absences() {
        return absences;
    }

    public DirectoryAvailability availability() {
        return availability;
    }

    public History history() {
        return history;
    }

    public DirectoryActivity activity() {
        return activity;
    }

    /** Whether its start is over. */
    public boolean isStarted() {
        return activity.isStarted();
    }

    public ActivationMutex activationMutex() {
        return activationMutex;
    }

    /** The monitor of resolutions: no bundle may be wired to a draining one. */
    public Object wiring() {
        return wiring;
    }
}
