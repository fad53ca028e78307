package io.funclet.host.deploy.file;

import io.funclet.host.deploy.bundle.InstalledJar;
import io.funclet.host.deploy.jar.StagedJar;
import java.util.List;

/** What of a class path comes from a file. */
public final class PlainPart {

    private PlainPart() {}

    /** The content of a file on the class path that serves; {@code null} if it is no plain jar, or does not serve. */
    public static StagedJar of(DeployedFile file) {
        return of(file.name(), all(file));
    }

    /** The jar of a name among the parts of a class path; {@code null} if there is none. */
    public static StagedJar of(String fileName, List<StagedJar> parts) {
        for (StagedJar part : parts) {
            if (part.fileName().equals(fileName)) {
                return part;
            }
        }
        return null;
    }

    /** The plain jars that serve in the directory of a file. */
    public static List<StagedJar> all(DeployedFile file) {
        InstalledJar jar = file.classPath().current();
        return jar == null || !jar.isUp() ? List.of() : jar.staged().parts();
    }
}
