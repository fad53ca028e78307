package io.funclet.host.deploy.update;

import io.funclet.host.deploy.attempt.ChangeSet.Content;
import io.funclet.host.deploy.attempt.DeploymentScope;
import io.funclet.host.deploy.directory.CodeDirectory;
import io.funclet.host.deploy.file.DeployedFile;
import io.funclet.host.deploy.file.PlainPart;
import io.funclet.host.deploy.jar.JarName;
import io.funclet.host.deploy.jar.JarValidation;
import io.funclet.host.deploy.jar.RejectedException;
import io.funclet.host.deploy.jar.StagedJar;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The other plain jars of a directory that are to be looked at: the class path changes once for all of them. */
final class WaitingPlainJars {

    private static final Logger LOG = Logger.getLogger(WaitingPlainJars.class.getName());

    /** By then, the first scan of a directory and a further one have ended. */
    private static final long NOTICED_SECONDS = 15;

    private final DeploymentScope scope;

    WaitingPlainJars(DeploymentScope scope) {
        this.scope = scope;
    }

    /** Claims and reads those that are free. */
    List<Content> take() {
        if (scope.file().outcomes().isAlone()) {
            return List.of();
        }
        Set<DeployedFile> waiting = new HashSet<>();
        known().filter(other -> other != scope.file() && mayJoin(other) && JarValidation.isPlain(other.path()))
                .forEach(waiting::add);
        List<Content> contents = new ArrayList<>();
        for (DeployedFile other : scope.files().locks().takeFree(scope.claimed(), waiting)) {
            try {
                Content content = scope.content(other);
                if (isNews(content)) {
                    contents.add(content);
                } else {
                    content.staged().discard();
                }
            } catch (RejectedException notNow) {
                // Its own look says so.
                LOG.log(Level.FINE, other.name() + " does not join", notNow);
            }
        }
        return contents;
    }

    /** At a start, also those that have not been noticed yet: the first scan of the directory is under way. */
    private Stream<DeployedFile> known() {
        CodeDirectory directory = scope.directory();
        if (!directory.activity().isStarted()) {
            Set<String> noticed =
                    scope.files().in(directory).map(DeployedFile::name).collect(Collectors.toSet());
            for (String name : jars(directory)) {
                if (!noticed.contains(name)) {
                    DeployedFile early = scope.files().get(directory, name);
                    // It might be deleted before that scan notices it.
                    scope.context().timers().schedule(early::look, NOTICED_SECONDS, TimeUnit.SECONDS);
                }
            }
        }
        return scope.files().in(directory);
    }

    private static List<String> jars(CodeDirectory directory) {
        try (Stream<Path> all = Files.list(directory.path())) {
            return all.map(path -> path.getFileName().toString())
                    .filter(JarName::is)
                    .toList();
        } catch (IOException | UncheckedIOException unreadable) {
            return List.of();
        }
    }

    private boolean mayJoin(DeployedFile other) {
        return other.current() == null
                && !JarName.isSet(other.name())
                && scope.sets().of(other) == null
                && !other.outcomes().isAlone()
                && (other.mayChangeByItself() || other.isRejectedUntilOthersCome());
    }

    private static boolean isNews(Content content) {
        StagedJar part = PlainPart.of(content.file());
        return content.staged().isPlain()
                && (part == null || part.fingerprint() != content.staged().fingerprint());
    }
}
