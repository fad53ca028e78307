package io.funclet.host.deploy.attempt;

import io.funclet.host.deploy.attempt.ChangeSet.Change;
import io.funclet.host.deploy.attempt.ChangeSet.Content;
import io.funclet.host.deploy.bundle.BundleTransaction;
import io.funclet.host.deploy.bundle.DeployContext;
import io.funclet.host.deploy.bundle.InstalledJar;
import io.funclet.host.deploy.classpath.ClassPathBundle;
import io.funclet.host.deploy.directory.CodeDirectory;
import io.funclet.host.deploy.file.DeployedFile;
import io.funclet.host.deploy.file.DeployedFiles;
import io.funclet.host.deploy.file.FileLocks.BusyException;
import io.funclet.host.deploy.jar.FileIdentity;
import io.funclet.host.deploy.jar.JarName;
import io.funclet.host.deploy.jar.Provenance;
import io.funclet.host.deploy.jar.RejectedException;
import io.funclet.host.deploy.jar.StagedJar;
import io.funclet.host.deploy.retirement.BundleRetirement;
import io.funclet.host.deploy.rollout.Rollouts;
import io.funclet.host.deploy.set.JarSets;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.logging.Logger;
import org.osgi.framework.Bundle;

/**
 * What one look at a file works with.
 *
 * @param file that is looked at
 * @param directory whose bundles change: that of the file or, for a set, of some of its jars
 * @param rollouts those of the code directory; {@code null} if its updates prove nothing
 * @param sets those of all code directories
 * @param claimed all files that the look concerns; no other deployment touches them meanwhile
 */
public record DeploymentScope(
        DeployContext context,
        DeployedFiles files,
        BundleRetirement retirement,
        DeployedFile file,
        CodeDirectory directory,
        Rollouts rollouts,
        JarSets sets,
        Set<DeployedFile> claimed) {

    private static final Logger LOG = Logger.getLogger(DeploymentScope.class.getName());

    /** The same look, as it concerns the jars of a set in another directory. */
    public DeploymentScope of(CodeDirectory other) {
        return other == directory
                ? this
                : new DeploymentScope(context, files, retirement, file, other, sets.rollouts(other), sets, claimed);
    }

    /** What stands for all plain jars of the directory. */
    public DeployedFile classPathFile() {
        return files.get(directory, JarName.CLASS_PATH);
    }

    /** Claims the files of further bundles. */
    public void claim(Collection<InstalledJar> jars) throws BusyException {
        files.locks().take(file, claimed, files.of(jars));
    }

    public InstalledJar install(StagedJar staged, BundleTransaction transaction) throws RejectedException {
        return context.jars().install(context.host(), directory(), staged, transaction);
    }

    /** The bundle of plain jars. */
    public StagedJar classPath(Collection<StagedJar> jars) throws RejectedException {
        DeployedFile its = classPathFile();
        LOG.fine(() -> its.label() + " become a class path of " + jars.size());
        long number = context.sequence().incrementAndGet();
        return ClassPathBundle.of(its.path(), its.label(), context.newCopy(directory()), number, jars, bundles());
    }

    /** Those beside the class path, the newest last. */
    private List<Bundle> bundles() {
        return context.jars().in(directory()).stream()
                .filter(jar -> jar.staged().parts().isEmpty() && !jar.isDraining())
                .map(InstalledJar::bundle)
                .sorted()
                .toList();
    }

    /** Claims the class path of the directory. */
    public void claimClassPath() throws BusyException {
        files.locks().take(file, claimed, Set.of(classPathFile()));
    }

    /** Reads a file anew. */
    public Content content(DeployedFile of) throws RejectedException {
        FileIdentity seen = of.identity();
        return new Content(of, seen, stage(of));
    }

    /** Deploys once more what an installed bundle is made of. */
    public Change again(InstalledJar jar) throws RejectedException {
        StagedJar copy = jar.staged().parts().isEmpty()
                ? jar.staged().again(context.newCopy(directory()))
                : classPath(jar.staged().parts());
        DeployedFile its = files.of(jar);
        return new Change(its, its.identity(), copy, true);
    }

    /**
     * Makes a checked copy of the content of a file, or of the version that serves in its place.
     *
     * @throws RejectedException if it is not accepted
     */
    public StagedJar stage(DeployedFile of) throws RejectedException {
        StagedJar substitute = rollouts == null ? null : rollouts.substitute(of);
        if (substitute != null) {
            return substitute;
        }
        StagedJar staged = stage(of, of.path(), of.directory().trust());
        if (rollouts != null) {
            rollouts.archive().acceptOther(of.name(), staged.fingerprint());
        }
        return staged;
    }

    /**
     * Makes a checked copy of a content that is to serve as that of a file.
     *
     * @param trust examines the copy; {@code null} for none
     * @throws RejectedException if it is not accepted
     */
    public StagedJar stage(DeployedFile of, Path content, Provenance.Check trust) throws RejectedException {
        StagedJar staged = StagedJar.stage(content, of.path(), of.label(), context.newCopy(of.directory()), trust);
        if (staged.isPlain() && !of.directory().servesPlainJars() && !JarName.isSet(of.name())) {
            staged.discard();
            throw new RejectedException("is not an OSGi bundle: its manifest has no Bundle-SymbolicName, and its"
                    + " directory accepts only bundles. Use the library's bundle, or set plainjars of a function of the"
                    + " directory, or FUNCLET_PLAIN_JARS, to serve");
        }
        return staged;
    }
}
