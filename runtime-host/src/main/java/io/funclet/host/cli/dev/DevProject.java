package io.funclet.host.cli.dev;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** A directory with sources, and how a bundle is made of them. For one thread. */
interface DevProject extends AutoCloseable {

    /** What it is, in some words. */
    String description();

    /** Directories with everything below them, and single files, whose changes matter. They need not exist. */
    List<Path> inputs();

    /** All sources, to find that of a stack frame. */
    Collection<Path> sources() throws IOException;

    /**
     * Makes the bundle.
     *
     * @param changed what has changed since the last time; empty the first time
     * @param output the file to write
     * @return what its author should know, a line each
     * @throws BuildException if the sources make no bundle
     */
    List<String> build(Set<Path> changed, Path output) throws BuildException, IOException, InterruptedException;

    @Override
    void close() throws IOException;
}
