package io.funclet.host.deploy.directory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Collection;
import java.util.StringJoiner;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

/**
 * The files of deployments in the work directory of the process.
 *
 * @param isThere whether the work directory is there, and belongs to this user
 * @param directories the watched directories
 */
public record DeployWorkspace(Path work, BooleanSupplier isThere, Collection<CodeDirectory> directories) {

    private static final Logger LOG = Logger.getLogger(DeployWorkspace.class.getName());

    public Path staged() {
        return work.resolve("staged");
    }

    /** Of the framework. */
    public Path storage() {
        return work.resolve("bundles");
    }

    /** A link to a code directory, with a name of our own. */
    public Path link(CodeDirectory directory) {
        return work.resolve("watch").resolve(Integer.toString(directory.number()));
    }

    /** The links to all directories, as FileInstall reads them. */
    public String links() {
        // FileInstall splits the list at commas and substitutes ${...}; these names have neither.
        StringJoiner list = new StringJoiner(",");
        for (CodeDirectory directory : directories) {
            list.add(link(directory).toString());
        }
        return list.toString();
    }

    /** Removes the link to a directory that no function needs any more. */
    public void remove(CodeDirectory directory) {
        try {
            Files.deleteIfExists(link(directory));
        } catch (IOException notNow) {
            LOG.log(Level.FINE, "the link to " + directory.path() + " stays", notNow);
        }
    }

    public void make() throws IOException {
        make(directories);
    }

    /** The same for these code directories. */
    public void make(Collection<CodeDirectory> linked) throws IOException {
        Files.createDirectories(staged());
        Files.createDirectories(work.resolve("watch"));
        for (CodeDirectory directory : linked) {
            if (Files.notExists(link(directory), LinkOption.NOFOLLOW_LINKS)) {
                Files.createSymbolicLink(link(directory), directory.path().toAbsolutePath());
            }
        }
    }

    /** Makes directories again that were deleted. */
    public void restore(BundleContext host) {
        try {
            if (!isThere.getAsBoolean()) {
                return;
            }
            make();
            // The framework writes the state of a bundle there; it makes all else when needed.
            for (Bundle bundle : host.getBundles()) {
                Path archive = storage().resolve("bundle" + bundle.getBundleId());
                if (!Files.isDirectory(archive)) {
                    Files.createDirectories(archive);
                }
            }
        } catch (IOException notNow) {
            LOG.log(Level.FINE, "not all is there of " + work, notNow);
        }
    }
}
