package io.funclet.host.deploy.update;

import io.funclet.host.deploy.file.DeployedFile;
import io.funclet.host.deploy.jar.FileIdentity;
import io.funclet.host.deploy.jar.JarCopy;
import io.funclet.host.deploy.jar.RejectedException;
import io.funclet.host.deploy.jar.StagedJar;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;

/** Notices that a file which is being deployed has been replaced or removed: that ends the attempt. Of one attempt. */
final class Supersession {

    private final List<Seen> files = new CopyOnWriteArrayList<>();

    /** A file, what it looked like before it was read, and what was read. Of one thread at a time. */
    private static final class Seen {

        private final DeployedFile file;
        private final long fingerprint;
        private FileIdentity identity;

        Seen(DeployedFile file, FileIdentity identity, long fingerprint) {
            this.file = file;
            this.identity = identity;
            this.fingerprint = fingerprint;
        }

        /** Reads the file only if it has been touched. */
        boolean isSuperseded() {
            FileIdentity now = file.identity();
            if (now.equals(identity)) {
                return false;
            }
            identity = now;
            if (!file.directory().availability().mayHold(file.name())) {
                // A jar of a directory that is not there counts as present.
                return file.directory().availability().isThere();
            }
            OptionalLong content = JarCopy.fingerprintOf(file.path());
            return content.isPresent() && content.getAsLong() != fingerprint;
        }
    }

    /**
     * Watches a file from now on.
     *
     * @param identity what the file looked like before it was read
     * @param staged what was read
     */
    void watch(DeployedFile file, FileIdentity identity, StagedJar staged) {
        files.add(new Seen(file, identity, staged.fingerprint()));
    }

    /**
     * Asks the file system. A file that has changed is looked at again, as soon as it is free.
     *
     * @throws RejectedException if there is something newer
     */
    void check() throws RejectedException {
        for (Seen seen : files) {
            if (seen.isSuperseded()) {
                seen.file.look();
                throw RejectedException.newerFile();
            }
        }
    }
}
